import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import { S3Driver } from 'flydrive/drivers/s3';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Config } from './config.ts';

/** The store of attachments: a folder, or a bucket where one is configured. Keys are identifiers, never file names. */
export function openFiles(config: Config): Disk {
  if (config.FILES_S3_BUCKET) {
    return new Disk(
      new S3Driver({
        bucket: config.FILES_S3_BUCKET,
        region: config.FILES_S3_REGION,
        visibility: 'private',
        supportsACL: false,
        ...(config.FILES_S3_ENDPOINT ? { endpoint: config.FILES_S3_ENDPOINT, forcePathStyle: true } : {}),
      }),
    );
  }
  return new Disk(new FSDriver({ location: pathToFileURL(join(config.dataDir, 'files') + '/'), visibility: 'private' }));
}
