using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Diagnostics;

/// <summary>The errors found while a type was read.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class Mistakes(INamedTypeSymbol type)
{
    private readonly List<Diagnostic> _found = [];

    public int Count => _found.Count;

    public IReadOnlyList<Diagnostic> Found => _found;

    /// <summary>Adds an error at the symbol. If the symbol comes from another assembly, the error is reported at the type that was read.</summary>
    public void Add(ISymbol symbol, DiagnosticDescriptor rule, params string[] arguments) =>
        _found.Add(Diagnostic.Create(rule, symbol.PlaceIn(type), arguments));
}
