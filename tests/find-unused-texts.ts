import path from 'node:path'
import ts from 'typescript'

/**
 * Lists the texts of the English catalogues (by type, so of the French ones as well) that no source of the app reads, as
 * `feed.empty.title`. The compiler resolves each property access, destructuring and `object[key]`, so equal names in two
 * areas are told apart. Texts in `errors` are chosen by codes at run time and are not looked at.
 */
export function findUnusedTexts(root: string): string[] {
  const config = ts.getParsedCommandLineOfConfigFile(
    path.join(root, 'tsconfig.json'),
    {},
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => {} },
  )
  if (!config) throw new Error('tsconfig.json cannot be read')
  const catalogues = path.join(root, 'app/i18n/en/')
  const program = ts.createProgram(
    config.fileNames.filter((file) => file.startsWith(path.join(root, 'app/'))),
    config.options,
  )
  const checker = program.getTypeChecker()
  const unused = new Map<ts.Node, string>()
  for (const file of program.getSourceFiles()) {
    if (file.fileName.startsWith(catalogues) && !/\/(index|errors)\.ts$/.test(file.fileName))
      collect(file, path.basename(file.fileName, '.ts'))
  }

  function collect(node: ts.Node, prefix: string): void {
    if (ts.isPropertyAssignment(node) || ts.isMethodDeclaration(node)) {
      const name = `${prefix}.${node.name.getText()}`
      if (ts.isPropertyAssignment(node) && ts.isObjectLiteralExpression(node.initializer)) collect(node.initializer, name)
      else unused.set(node, name)
      return
    }
    // What stands inside a text (its arguments, its plural forms) is no text of its own.
    if (!ts.isArrowFunction(node)) ts.forEachChild(node, (child) => collect(child, prefix))
  }

  const use = (symbol: ts.Symbol | undefined) => {
    for (const declaration of symbol?.declarations ?? []) unused.delete(declaration)
  }
  const useAll = (type: ts.Type) => {
    for (const property of type.getProperties()) use(property)
  }
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) use(checker.getSymbolAtLocation(node.name))
    else if (ts.isElementAccessExpression(node)) useAll(checker.getTypeAtLocation(node.expression))
    else if (ts.isBindingElement(node) && ts.isObjectBindingPattern(node.parent)) {
      const key = node.propertyName ?? node.name
      if (ts.isIdentifier(key)) use(checker.getTypeAtLocation(node.parent).getProperty(key.text))
    }
    ts.forEachChild(node, visit)
  }
  for (const file of program.getSourceFiles()) {
    if (!file.isDeclarationFile && !file.fileName.includes('/app/i18n/en/') && !file.fileName.includes('/app/i18n/fr/')) visit(file)
  }
  return [...unused.values()].sort()
}
