import { parseExactJson } from '../../shared/adapters/partner-center/exact-json.ts';
import { parseHardware } from '../../shared/adapters/partner-center/hardware.ts';
import { parseStore } from '../../shared/adapters/partner-center/store.ts';
import { observe } from '../../shared/domain/observe.ts';
import { UnreadableBodyError } from '../../shared/errors.ts';

/** Bodies with the quirks that the public pages print; the values are made up. */

const hardwarePage = `{
  "id": 1152921504621442000,
  "productId": 13635057453741328,
  "links": [
    { "href": "https://manage.devcenter.microsoft.com/v2.0/my/hardware/products/13635057453741329/submissions/1152921504621441930", "rel": "self", "method": "GET" }
  ],
  "workflowStatus": { "currentStep": "finalizeIngestion", "state": "completed", "messages": [] },
  "downloads": {
    "items": [
      { "type": "signedPackage", "url": "https://packages.example/1?sv=2017-04-17&sr=b&sig=RkFLRQ%3D%3D&se=2018-04-25&sp=rl" },
      { "type": "certificationReport", "url": "https:// manage.devcenter.microsoft.com/dashboard/hardware/Driver/DownloadCertificationReport/1/13635057453741329/1152921504621441930" },
      { "type": "initialPackage", "url": "https://packages.example/2?sv=2017-04-17&sr=b&sig=RkFLRQ%3D%3D&se=2018-04-25&sp=rl" }
    ],
    "messages": []
  },
  "name": "Driver",
  "type": "initial"
}`;

const storePage = (afterReports: string) => `{
  "id": "1152921504621243680",
  "contentType": "EMagazine",
  "targetPublishDate": "2016-03-15T05:10:58.047Z",
  "targetPublishMode": "Immediate",
  "visibility": "Public",
  "status": "PendingCommit",
  "statusDetails": {
    "errors": [{ "code": "None", "details": "string" }],
    "warnings": [{ "code": "ListingOptOutWarning", "details": "You have removed listing language(s): []" }],
    "certificationReports": [{}]${afterReports}
  },
  "fileUploadUrl": "https://upload.example/ingestion/1?sv=2014-02-14&sr=b&sig=RkFLRQ%3D%3D&se=2016-03-17&sp=rwl",
  "friendlyName": "Submission 2"
}`;

describe('the body of the hardware page', () => {
  it('is read without a commit status, and with the blank in its report link taken out', () => {
    expect(observe('hardware', undefined, parseHardware(parseExactJson(hardwarePage)))).toEqual({
      name: 'Driver',
      state: 'finalizeIngestion/completed',
      outcome: 'succeeded',
      issues: [],
      reports: [
        {
          url: 'https://manage.devcenter.microsoft.com/dashboard/hardware/Driver/DownloadCertificationReport/1/13635057453741329/1152921504621441930',
        },
      ],
      artifacts: ['signedPackage'],
    });
  });

  it('has ids that have been through a double already, and are kept as they are printed', () => {
    expect(parseExactJson(hardwarePage)).toMatchObject({ id: '1152921504621442000', productId: '13635057453741328' });
  });
});

describe('the body of the add-on page', () => {
  it('is read without its placeholders', () => {
    expect(observe('addon', undefined, parseStore(parseExactJson(storePage(''))))).toEqual({
      name: 'Submission 2',
      state: 'PendingCommit',
      outcome: 'draft',
      publishMode: 'Immediate',
      issues: [
        {
          severity: 'warning',
          code: 'ListingOptOutWarning',
          details: 'You have removed listing language(s): []',
        },
      ],
      reports: [],
      artifacts: [],
    });
  });

  it('is unreadable with the comma too much that was printed once, and the error says nothing of its content', () => {
    const read = () => parseExactJson(storePage(','));
    expect(read).toThrow(UnreadableBodyError);
    expect(read).toThrow(/^The body is not JSON \(\d+ characters\)$/);
  });
});
