import '../vectors/in-page.test.ts'
