import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { EventBus, PDFFindController, PDFLinkService, PDFViewer } from 'pdfjs-dist/web/pdf_viewer.mjs';
import 'pdfjs-dist/web/pdf_viewer.css';

GlobalWorkerOptions.workerSrc = workerUrl;

const PARTS = '/knowledge/previewer/';

export type Found = { current: number; total: number };
export type LivePdf = {
  pages: number;
  goTo(page: number): void;
  /** Marks every place of the words and shows the next, or the one before. No words take the marks away. */
  find(words: string, step: 'first' | 'next' | 'previous'): void;
  destroy(): void;
};

/**
 * Shows a PDF in an element that is its own scroll area: pages are drawn as they come into view, so that two hundred are as light as two.
 * Scripts in the file never run. Throws when the file cannot be read.
 */
export async function showPdf(input: {
  container: HTMLDivElement;
  href: string;
  onpage: (page: number) => void;
  onfound: (found: Found) => void;
}): Promise<LivePdf> {
  const eventBus = new EventBus();
  const linkService = new PDFLinkService({ eventBus, externalLinkTarget: 2, externalLinkRel: 'noopener noreferrer nofollow' });
  const findController = new PDFFindController({ eventBus, linkService });
  const viewer = new PDFViewer({ container: input.container, eventBus, linkService, findController, annotationMode: 1 });
  linkService.setViewer(viewer);
  eventBus.on('pagesinit', () => (viewer.currentScaleValue = 'page-width'));
  eventBus.on('pagechanging', ({ pageNumber }: { pageNumber: number }) => input.onpage(pageNumber));
  const tellFound = ({ matchesCount }: { matchesCount: Found }) => input.onfound(matchesCount);
  eventBus.on('updatefindmatchescount', tellFound);
  eventBus.on('updatefindcontrolstate', tellFound);
  const loading = getDocument({ url: input.href, cMapUrl: PARTS, wasmUrl: PARTS, disableRange: true });
  const file: PDFDocumentProxy = await loading.promise;
  viewer.setDocument(file);
  linkService.setDocument(file, null);
  const fit = new ResizeObserver(() => viewer.pagesCount > 0 && (viewer.currentScaleValue = 'page-width'));
  fit.observe(input.container);
  return {
    pages: file.numPages,
    goTo: (page) => (viewer.currentPageNumber = Math.min(Math.max(1, page), file.numPages)),
    find: (query, step) =>
      void eventBus.dispatch('find', {
        source: null,
        type: step === 'first' ? '' : 'again',
        query,
        caseSensitive: false,
        entireWord: false,
        highlightAll: true,
        findPrevious: step === 'previous',
        matchDiacritics: false,
      }),
    destroy: () => {
      fit.disconnect();
      viewer.cleanup();
      void loading.destroy();
    },
  };
}
