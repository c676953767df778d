using Amqp1.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Diagnostics;

/// <summary>A mistake that was found, comparable by value.</summary>
internal sealed record DiagnosticInfo(DiagnosticDescriptor Rule, LocationInfo? Location, EquatableArray<string> Arguments)
{
    public static DiagnosticInfo At(ISymbol symbol, DiagnosticDescriptor rule, params string[] arguments) =>
        new(rule, LocationInfo.Of(symbol), new EquatableArray<string>(arguments));

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location?.ToLocation() ?? Microsoft.CodeAnalysis.Location.None, [.. Arguments]);
}
