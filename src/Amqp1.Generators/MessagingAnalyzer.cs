using System.Collections.Immutable;
using System.Globalization;
using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Models;
using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Amqp1.Generators;

/// <summary>
/// Reports the errors of types that <see cref="MessagingGenerator"/> generates code for. It reads them like the generator. A generator
/// could report the errors itself, but editors offer no code fixes for its diagnostics.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MessagingAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Rules.All;

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        // The generator also reads the output of another generator if it is a file of the project.
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
        context.RegisterCompilationAction(AnalyzeReferenced);
    }

    /// <summary>Reports the errors of client interfaces that the generator reads from referenced contracts.</summary>
    private static void AnalyzeReferenced(CompilationAnalysisContext context)
    {
        if (context.Compilation.GetTypeByMetadataName(MessagingGenerator.HostingType) is null)
        {
            return;
        }

        foreach (var (type, attribute) in ReferencedContracts.ClientsOf(context.Compilation))
        {
            foreach (var error in ClientReader.Read(type, attribute, context.CancellationToken).Errors)
            {
                context.ReportDiagnostic(WithoutPlace(error));
            }
        }
    }

    /// <summary>Returns the error without its location, which is in the source of another assembly if an editor knows that source.</summary>
    private static Diagnostic WithoutPlace(Diagnostic error) => Diagnostic.Create(
        error.Id,
        error.Descriptor.Category,
        error.GetMessage(CultureInfo.InvariantCulture),
        error.Severity,
        error.DefaultSeverity,
        error.Descriptor.IsEnabledByDefault,
        error.WarningLevel,
        error.Descriptor.Title,
        error.Descriptor.Description,
        error.Descriptor.HelpLinkUri);

    private static void Analyze(SymbolAnalysisContext context)
    {
        Report(context, RpcEndpointReader.Attribute, RpcEndpointReader.Read);
        Report(context, NotificationEndpointReader.Attribute, NotificationEndpointReader.Read);
        Report(context, ClientReader.Attribute, ClientReader.Read);
    }

    private static void Report<TModel>(
        SymbolAnalysisContext context, string attribute, Func<INamedTypeSymbol, AttributeData, CancellationToken, ReadResult<TModel>> read)
        where TModel : class
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.Attribute(attribute) is { } found)
        {
            foreach (var error in read(type, found, context.CancellationToken).Errors)
            {
                context.ReportDiagnostic(error);
            }
        }
    }
}
