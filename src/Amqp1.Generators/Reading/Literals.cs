using System.Globalization;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Amqp1.Generators.Reading;

/// <summary>Writes constants in C#.</summary>
internal static class Literals
{
    public static string Of(string? text) => text is null ? "null" : SymbolDisplay.FormatLiteral(text, quote: true);

    public static string Of(double number) =>
        double.IsNaN(number) ? "double.NaN"
        : double.IsPositiveInfinity(number) ? "double.PositiveInfinity"
        : double.IsNegativeInfinity(number) ? "double.NegativeInfinity"
        : number.ToString("R", CultureInfo.InvariantCulture) + "d";

    /// <summary>Returns the default of a parameter, with a cast to its type where the compiler cannot infer it.</summary>
    public static string DefaultOf(IParameterSymbol parameter)
    {
        var type = parameter.Type.InFull();
        return parameter.HasExplicitDefaultValue && parameter.ExplicitDefaultValue is { } value ? $"({type})({Of(value)})" : $"default({type})";
    }

    public static string Of(object value) => value switch
    {
        string text => Of(text),
        char character => SymbolDisplay.FormatLiteral(character, quote: true),
        bool truth => truth ? "true" : "false",
        double number => Of(number),
        float number when float.IsNaN(number) || float.IsInfinity(number) => $"(float){Of((double)number)}",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        decimal number => number.ToString(CultureInfo.InvariantCulture) + "m",
        ulong number => number.ToString(CultureInfo.InvariantCulture) + "UL",
        long number => $"unchecked((long){unchecked((ulong)number).ToString(CultureInfo.InvariantCulture)}UL)",
        uint number => number.ToString(CultureInfo.InvariantCulture) + "U",
        DateTime time => $"new global::System.DateTime({time.Ticks.ToString(CultureInfo.InvariantCulture)}L)",
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString(),
    };
}
