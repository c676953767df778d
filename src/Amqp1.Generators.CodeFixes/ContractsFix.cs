using Amqp1.Generators.Contracts;

namespace Amqp1.Generators.CodeFixes;

/// <summary>AMQP1401 to 1403: writes the served contracts to the contracts file.</summary>
[ExportCodeFixProvider(
    LanguageNames.CSharp, Name = nameof(ContractsFix), DocumentKinds = [nameof(TextDocumentKind.Document), nameof(TextDocumentKind.AdditionalDocument)]), Shared]
internal sealed class ContractsFix() : ProjectFix("AMQP1401", "AMQP1402", "AMQP1403")
{
    /// <inheritdoc />
    protected override Task<string?> TitleAsync(Project project, CancellationToken cancel) =>
        Task.FromResult<string?>("Update " + ContractsFile.Name);

    /// <inheritdoc />
    protected override async Task<Solution> FixAsync(Project project, CancellationToken cancel) =>
        project.AdditionalDocuments.FirstOrDefault(document => ContractsFile.Is(document.FilePath ?? document.Name)) is { } file
        && await project.GetCompilationAsync(cancel).ConfigureAwait(false) is { } compilation
        && ServedContracts.Read(compilation, cancel) is { } served
            ? project.Solution.WithAdditionalDocumentText(
                file.Id, ContractsFile.Write(await file.GetTextAsync(cancel).ConfigureAwait(false), [.. served]))
            : project.Solution;
}
