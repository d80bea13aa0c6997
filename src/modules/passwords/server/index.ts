export { judgePassword, type PasswordFault } from './judge-password.ts';
