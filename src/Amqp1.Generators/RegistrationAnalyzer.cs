using System.Collections.Immutable;
using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Reading;
using Amqp1.Generators.Registration;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Amqp1.Generators;

/// <summary>
/// Reports interfaces with <c>[RpcClient]</c> that an application requests from its container and has not registered. It checks only
/// projects that call <c>AddAmqp1Messaging</c> themselves. A registration that cannot be analyzed is assumed to be sufficient.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegistrationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Advice.NotRegistered];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        var registrations = new Registrations();
        context.RegisterOperationAction(operation => registrations.Add((IInvocationOperation)operation.Operation), OperationKind.Invocation);
        context.RegisterSymbolAction(
            symbol =>
            {
                var type = (INamedTypeSymbol)symbol.Symbol;
                if (type.Attribute(RpcEndpointReader.Attribute) is not null || type.Attribute(NotificationEndpointReader.Attribute) is not null)
                {
                    registrations.Add(type);
                }
            },
            SymbolKind.NamedType);
        context.RegisterCompilationEndAction(end =>
        {
            foreach (var unmet in registrations.Unmet(end.Compilation.Assembly))
            {
                end.ReportDiagnostic(unmet);
            }
        });
    }
}
