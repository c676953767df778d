using System.Collections.Immutable;
using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Reading;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Amqp1.Generators;

/// <summary>Reports methods of RPC endpoints and clients that are valid but unusual.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SignatureAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = Advice.OfSignatures;

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (type.Attribute(RpcEndpointReader.Attribute) is { } endpoint)
        {
            CheckTokens(context, RpcEndpointReader.ServedMethods(type, endpoint).Where(method => SymbolEqualityComparer.Default.Equals(method.ContainingType, type)));
            CheckServed(context, type);
        }
        else if (type.Attribute(ClientReader.Attribute) is not null)
        {
            CheckTokens(context, type.GetMembers().OfType<IMethodSymbol>());
        }
    }

    private static void CheckTokens(SymbolAnalysisContext context, IEnumerable<IMethodSymbol> methods)
    {
        foreach (var method in methods.Where(method => !Implements(method)))
        {
            // No parameter can follow a params parameter.
            var last = method.Parameters.Length - (method.Parameters.LastOrDefault()?.IsParams == true ? 2 : 1);
            if (method.Parameters.Take(last).FirstOrDefault(RpcMethods.IsToken) is { } token && !RpcMethods.IsToken(method.Parameters[last]))
            {
                context.ReportDiagnostic(Diagnostic.Create(Advice.TokenNotLast, token.Locations[0], RpcMethods.NameOf(method), token.Name));
            }
        }
    }

    private static void CheckServed(SymbolAnalysisContext context, INamedTypeSymbol type)
    {
        foreach (var method in type.GetMembers().OfType<IMethodSymbol>().Where(method => method.Attribute(RpcMethods.MethodAttribute) is not null))
        {
            var reason = method.IsStatic ? "static" : method.DeclaredAccessibility == Accessibility.Public ? null : "not public";
            if (reason is not null)
            {
                context.ReportDiagnostic(Diagnostic.Create(Advice.NotServed, method.Locations[0], RpcMethods.NameOf(method), reason));
            }
        }
    }

    // The interface determines the signature.
    private static bool Implements(IMethodSymbol method) =>
        method.IsOverride
        || method.ContainingType.AllInterfaces.SelectMany(part => part.GetMembers(method.Name))
            .Any(member => SymbolEqualityComparer.Default.Equals(method.ContainingType.FindImplementationForInterfaceMember(member), method));
}
