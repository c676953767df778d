using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Amqp1.Docs.Tests;

/// <summary>
/// Compiles a snippet as it stands, against the assemblies that this project uses. Names that the snippet uses and does not declare come
/// from files in <c>Preludes</c>: <c>Common.cs</c>, and the file with the name of the document, if it exists. A complete program gets
/// neither, only the usings that the SDK gives a web project (<c>Web.cs</c>).
/// </summary>
internal static class SnippetCompiler
{
    private static readonly CSharpParseOptions Language = new CSharpParseOptions(LanguageVersion.CSharp14, DocumentationMode.None)
        .WithFeatures([new("FileBasedProgram", "true")]);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileNameWithoutExtension(path) != typeof(SnippetCompiler).Assembly.GetName().Name)
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];

    /// <summary>Returns the errors, one line each, with document and line.</summary>
    public static async Task<IReadOnlyList<string>> ErrorsOfAsync(Snippet snippet, CancellationToken cancel)
    {
        var (complete, generated) = await CompileAsync(snippet, cancel);
        var found = complete.GetDiagnostics(cancel).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Concat(generated);
        if (CompilerExtensions.Analyzers is { IsEmpty: false } analyzers)
        {
            found = found.Concat(await complete.WithAnalyzers(analyzers).GetAnalyzerDiagnosticsAsync(cancel));
        }

        return [.. found.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning).Select(Format)];
    }

    /// <summary>Writes the assembly of a snippet, including the code that the generator adds.</summary>
    public static async Task EmitAsync(Snippet snippet, string path, CancellationToken cancel)
    {
        var (complete, _) = await CompileAsync(snippet, cancel);
        complete.WithAssemblyName(Path.GetFileNameWithoutExtension(path)).Emit(path, cancellationToken: cancel).Diagnostics
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Select(Format).ShouldBeEmpty();
    }

    private static async Task<(Compilation Complete, ImmutableArray<Diagnostic> Generated)> CompileAsync(Snippet snippet, CancellationToken cancel)
    {
        // The lines before the snippet are empty, so that the compiler reports the line numbers of the document.
        var text = new string('\n', snippet.Line - 1) + snippet.Text;
        var tree = CSharpSyntaxTree.ParseText(text, Language, snippet.Document, Encoding.UTF8, cancel);
        var isProgram = (await tree.GetRootAsync(cancel)).ChildNodes().OfType<GlobalStatementSyntax>().Any();
        var compilation = CSharpCompilation.Create(
            "Snippet",
            [tree, .. Preludes(snippet)],
            References,
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        CSharpGeneratorDriver.Create(CompilerExtensions.Generators, parseOptions: Language)
            .RunGeneratorsAndUpdateCompilation(compilation, out var complete, out var generated, cancel);
        return (complete, generated);
    }

    private static IEnumerable<SyntaxTree> Preludes(Snippet snippet)
    {
        var folder = Path.Combine(Documents.Root, "tests", "Docs", "Preludes");
        string[] names = snippet.IsProgram ? ["Web"] : ["Common", Path.GetFileNameWithoutExtension(snippet.Document)];
        return names
            .Select(name => Path.Combine(folder, name + ".cs"))
            .Where(File.Exists)
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Language, path, Encoding.UTF8));
    }

    private static string Format(Diagnostic diagnostic)
    {
        var at = diagnostic.Location.GetLineSpan();
        return $"{at.Path}:{at.StartLinePosition.Line + 1}: {diagnostic.Id} {diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture)}";
    }
}
