export { chooseLanguage, namesOfOperators, namesOfUsers, operatorReaders, userReaders, type Reader } from './users.ts';
