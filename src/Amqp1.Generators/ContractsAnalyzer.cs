using System.Collections.Immutable;
using Amqp1.Generators.Contracts;
using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Amqp1.Generators;

/// <summary>
/// Compares the RPC endpoints with the contracts file of the project, <c>amqp1.contracts.txt</c>. Without the file it reports nothing.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ContractsAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ContractRules.All;

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        if (context.Options.AdditionalFiles.FirstOrDefault(file => ContractsFile.Is(file.Path)) is not { } file
            || file.GetText(context.CancellationToken) is not { } text)
        {
            return;
        }

        // Endpoints of one target are compared together, wherever they are declared. The comparison runs once for all of them, so it uses
        // no cancellation token of a single one.
        var compilation = context.Compilation;
        var comparison = new Lazy<ContractComparison?>(() => ServedContracts.Read(compilation, CancellationToken.None) is { } served
            ? new ContractComparison(served, ContractsFile.Read(text), file.Path)
            : null);
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (type.Attribute(RpcEndpointReader.Attribute) is not null)
                {
                    Report(comparison.Value?.OfEndpoints[type], symbol.ReportDiagnostic);
                }
            },
            SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end => Report(comparison.Value?.OfFile, end.ReportDiagnostic));
    }

    private static void Report(IEnumerable<Diagnostic>? found, Action<Diagnostic> report)
    {
        foreach (var diagnostic in found ?? [])
        {
            report(diagnostic);
        }
    }
}
