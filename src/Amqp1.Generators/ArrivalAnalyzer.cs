using System.Collections.Immutable;
using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Amqp1.Generators.Serialization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Amqp1.Generators;

/// <summary>
/// Reports types on the wire whose values cannot be sent, or would silently arrive as their defaults. It checks the types of endpoints,
/// clients and notification handlers, and those that calls in code send and receive.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ArrivalAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Advice.OfArrival;

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(symbol => Report(NeededTypes.Of((INamedTypeSymbol)symbol.Symbol, symbol.CancellationToken), symbol.ReportDiagnostic), SymbolKind.NamedType);
        context.RegisterOperationAction(
            operation =>
            {
                var call = (IInvocationOperation)operation.Operation;
                Report(SentTypes.Of(call).Select(sent => sent with { Use = $"{call.TargetMethod.Name} {sent.Use}" }), operation.ReportDiagnostic);
            },
            OperationKind.Invocation);
    }

    private static void Report(IEnumerable<NeededType> needed, Action<Diagnostic> report)
    {
        foreach (var need in needed)
        {
            foreach (var problem in WireShape.ProblemsOf(need.Type, need.IsRead))
            {
                report(Diagnostic.Create(problem.IsFatal ? Advice.CannotArrive : Advice.PartIsLost, need.Place, need.Use, need.Type.DisplayName(), problem.Reason));
            }
        }
    }
}
