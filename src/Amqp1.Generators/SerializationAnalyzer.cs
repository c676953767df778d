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
/// Reports types on the wire for which no context has metadata, if JSON cannot use reflection. The host would not start. A library without
/// its own context is not checked, because the application may have one for it.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SerializationAnalyzer : DiagnosticAnalyzer
{
    /// <summary>The diagnostic property of a type without a name, for which a context cannot have metadata.</summary>
    public const string NamelessProperty = "Nameless";

    private static readonly ImmutableDictionary<string, string?> Nameless = ImmutableDictionary<string, string?>.Empty.Add(NamelessProperty, null);

    // The SDK sets these properties if PublishAot, PublishTrimmed, IsAotCompatible or IsTrimmable is set.
    private static readonly string[] Switches = ["build_property.EnableAotAnalyzer", "build_property.EnableTrimAnalyzer"];

    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Advice.OfSerialization;

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext context)
    {
        var options = context.Options.AnalyzerConfigOptionsProvider.GlobalOptions;
        if (!Switches.Any(name => options.TryGetValue(name, out var value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase)))
        {
            return;
        }

        var compilation = context.Compilation;
        var known = new Lazy<KnownTypes>(() => new KnownTypes(compilation));
        bool IsAsked() => compilation.Options.OutputKind != OutputKind.DynamicallyLinkedLibrary || known.Value.OwnContext is not null;
        context.RegisterSymbolAction(
            symbol =>
            {
                var needed = NeededTypes.Of((INamedTypeSymbol)symbol.Symbol, symbol.CancellationToken).ToArray();
                if (needed.Length > 0 && IsAsked())
                {
                    foreach (var unknown in needed.Where(need => IsMissing(need, known.Value)))
                    {
                        symbol.ReportDiagnostic(Diagnostic.Create(
                            Advice.NoMetadata, unknown.Place, unknown.Use, unknown.Type.DisplayName(), unknown.Type.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat)));
                    }
                }
            },
            SymbolKind.NamedType);
        context.RegisterOperationAction(
            operation =>
            {
                var sent = SentTypes.Of((IInvocationOperation)operation.Operation).ToArray();
                if (sent.Length > 0 && IsAsked())
                {
                    foreach (var unknown in sent.Where(need => IsMissing(need, known.Value)))
                    {
                        operation.ReportDiagnostic(Diagnostic.Create(
                            Advice.NoMetadataSent,
                            unknown.Place,
                            IsNameless(unknown.Type) ? Nameless : ImmutableDictionary<string, string?>.Empty,
                            ((IInvocationOperation)operation.Operation).TargetMethod.Name,
                            unknown.Use,
                            unknown.Type.DisplayName()));
                    }
                }
            },
            OperationKind.Invocation);
    }

    /// <summary>Returns whether a type is anonymous or contains an anonymous type.</summary>
    internal static bool IsNameless(ITypeSymbol type) => type.IsAnonymousType
        || (type is IArrayTypeSymbol array && IsNameless(array.ElementType))
        || (type is INamedTypeSymbol named && named.TypeArguments.Any(IsNameless));

    // Metadata does not help a type that cannot be sent at all. Another rule reports such a type.
    private static bool IsMissing(NeededType need, KnownTypes known) =>
        !known.Contains(need.Type) && !WireShape.ProblemsOf(need.Type, need.IsRead).Any(problem => problem.IsFatal);
}
