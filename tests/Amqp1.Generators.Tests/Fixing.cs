using Amqp1.Generators.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Amqp1.Generators.Tests;

/// <summary>Applies code fixes to source text, as an editor does.</summary>
internal static class Fixing
{
    private static readonly CodeFixProvider[] Fixes = [.. typeof(VersionFix).Assembly.GetTypes()
        .Where(type => !type.IsAbstract && typeof(CodeFixProvider).IsAssignableFrom(type))
        .Select(type => (CodeFixProvider)Activator.CreateInstance(type)!)];

    /// <summary>The rules that have a fix.</summary>
    public static IReadOnlySet<string> Rules { get; } = Fixes.SelectMany(fix => fix.FixableDiagnosticIds).ToHashSet();

    /// <summary>Returns the titles of the fixes that are offered for the first report of a rule.</summary>
    public static async Task<IReadOnlyList<string>> OfferedAsync(string source, string rule, string config = "")
    {
        using var workspace = new AdhocWorkspace();
        return [.. (await ActionsAsync(Configured(Project(workspace, source), config), rule)).Select(action => action.Title)];
    }

    /// <summary>Applies the fix with that title to the first report of a rule, and returns the source.</summary>
    public static async Task<string> ApplyAsync(string source, string rule, string title, string? contracts = null, string config = "")
    {
        using var workspace = new AdhocWorkspace();
        var project = Configured(Project(workspace, source, contracts), config);
        var action = (await ActionsAsync(project, rule)).Single(action => action.Title == title);
        return await TextAsync(Source(await ChangedAsync(project, action)));
    }

    /// <summary>Applies the fix that writes the contracts file, and returns the contracts file.</summary>
    public static async Task<string> WriteContractsAsync(string source, string rule, string contracts)
    {
        using var workspace = new AdhocWorkspace();
        var project = Project(workspace, source, contracts);
        var (fix, action) = (await OffersAsync(project, rule)).Single(offer => offer.Fix is ContractsFix);
        var written = await TextAsync((await ChangedAsync(project, action)).AdditionalDocuments.Single());
        (await TextAsync((await ChangedAsync(project, await FixAllAsync(project, fix, action, rule))).AdditionalDocuments.Single())).ShouldBe(written);
        return written;
    }

    /// <summary>Applies a fix to all reports of a rule at once, and returns the source.</summary>
    public static async Task<string> ApplyToAllAsync(string source, string rule, string title)
    {
        using var workspace = new AdhocWorkspace();
        var project = Project(workspace, source);
        var (fix, action) = (await OffersAsync(project, rule)).First(offer => offer.Action.Title == title);
        return await TextAsync(Source(await ChangedAsync(project, await FixAllAsync(project, fix, action, rule))));
    }

    private static Project Configured(Project project, string config) =>
        project.AddAnalyzerConfigDocument(".globalconfig", SourceText.From($"is_global = true\n{config}"), filePath: "/.globalconfig").Project;

    private static async Task<CodeAction> FixAllAsync(Project project, CodeFixProvider fix, CodeAction action, string rule) =>
        (await fix.GetFixAllProvider()!.GetFixAsync(new FixAllContext(
            Source(project), fix, FixAllScope.Document, action.EquivalenceKey!, [rule], new Reports(), TestContext.Current.CancellationToken)))!;

    private static async Task<Project> ChangedAsync(Project project, CodeAction action)
    {
        var operations = await action.GetOperationsAsync(TestContext.Current.CancellationToken);
        return operations.OfType<ApplyChangesOperation>().ShouldHaveSingleItem().ChangedSolution.GetProject(project.Id)!;
    }

    private static async Task<string> TextAsync(TextDocument document) => (await document.GetTextAsync(TestContext.Current.CancellationToken)).ToString();

    private static async Task<IReadOnlyList<CodeAction>> ActionsAsync(Project project, string rule) =>
        [.. (await OffersAsync(project, rule)).Select(offer => offer.Action)];

    private static async Task<IReadOnlyList<(CodeFixProvider Fix, CodeAction Action)>> OffersAsync(Project project, string rule)
    {
        var report = (await ReportsAsync(project)).First(diagnostic => diagnostic.Id == rule);
        var offers = new List<(CodeFixProvider, CodeAction)>();
        foreach (var fix in Fixes.Where(fix => fix.FixableDiagnosticIds.Contains(rule)))
        {
            TextDocument document = report.Location.IsInSource ? Source(project) : project.AdditionalDocuments.Single();
            await fix.RegisterCodeFixesAsync(new CodeFixContext(
                document, report, (action, _) => offers.Add((fix, action)), TestContext.Current.CancellationToken));
        }

        return offers;
    }

    private static async Task<IEnumerable<Diagnostic>> ReportsAsync(Project project)
    {
        var compilation = (await project.GetCompilationAsync(TestContext.Current.CancellationToken))!;
        return (await compilation.WithAnalyzers(Compiling.Analyzers, project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken))
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start);
    }

    private static Document Source(Project project) => project.Documents.Single(document => document.Name == "Source.cs");

    private static Project Project(AdhocWorkspace workspace, string source, string? contracts = null)
    {
        var compilation = Compiling.Compilation(source);
        var project = workspace.AddProject("The.Application", LanguageNames.CSharp)
            .WithParseOptions(compilation.SyntaxTrees[0].Options)
            .WithCompilationOptions(compilation.Options)
            .WithMetadataReferences(compilation.References);
        foreach (var tree in compilation.SyntaxTrees)
        {
            project = project.AddDocument(tree.FilePath, tree.GetText(), filePath: tree.FilePath).Project;
        }

        return contracts is null ? project : project.AddAdditionalDocument("amqp1.contracts.txt", contracts, filePath: "amqp1.contracts.txt").Project;
    }

    private sealed class Reports : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) => ReportsAsync(project);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            ReportsAsync(document.Project);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) => ReportsAsync(project);
    }
}
