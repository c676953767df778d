using System.Collections.Immutable;
using System.Composition;
using Amqp1.Generators.Contracts;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1401 to 1403: writes what is served into the contracts file.</summary>
[ExportCodeFixProvider(
    LanguageNames.CSharp, Name = nameof(ContractsFix), DocumentKinds = [nameof(TextDocumentKind.Document), nameof(TextDocumentKind.AdditionalDocument)]), Shared]
internal sealed class ContractsFix : CodeFixProvider
{
    private const string Title = "Write what is served into " + ContractsFile.Name;

    /// <inheritdoc />
    public override ImmutableArray<string> FixableDiagnosticIds => ["AMQP1401", "AMQP1402", "AMQP1403"];

    /// <inheritdoc />
    public override FixAllProvider GetFixAllProvider() => new ForAll();

    /// <inheritdoc />
    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        context.RegisterCodeFix(Update(context.TextDocument.Project.Solution, [context.TextDocument.Project.Id]), context.Diagnostics);
        return Task.CompletedTask;
    }

    private static CodeAction Update(Solution solution, IReadOnlyList<ProjectId> projects) => CodeAction.Create(
        Title,
        async cancel =>
        {
            var changed = solution;
            foreach (var project in projects.Select(id => solution.GetProject(id)).OfType<Project>())
            {
                changed = await UpdateAsync(changed, project, cancel).ConfigureAwait(false);
            }

            return changed;
        },
        nameof(ContractsFix));

    private static async Task<Solution> UpdateAsync(Solution solution, Project project, CancellationToken cancel) =>
        project.AdditionalDocuments.FirstOrDefault(document => ContractsFile.Is(document.FilePath ?? document.Name)) is { } file
        && await project.GetCompilationAsync(cancel).ConfigureAwait(false) is { } compilation
        && ServedContracts.Read(compilation, cancel) is { } served
            ? solution.WithAdditionalDocumentText(
                file.Id, ContractsFile.Write(await file.GetTextAsync(cancel).ConfigureAwait(false), served.Select(contract => contract.Contract)))
            : solution;

    /// <summary>One file has all contracts of a project, so that fixing one report fixes them all.</summary>
    private sealed class ForAll : FixAllProvider
    {
        public override Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext) => Task.FromResult<CodeAction?>(Update(
            fixAllContext.Solution, fixAllContext.Scope == FixAllScope.Solution ? fixAllContext.Solution.ProjectIds : [fixAllContext.Project.Id]));
    }
}
