export { dropImport, keepImport, listImports, problemsOf, readImport, takePiece } from './imports.ts';
