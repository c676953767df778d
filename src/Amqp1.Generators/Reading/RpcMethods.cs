using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Models;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>Reads what methods of endpoints and clients have in common.</summary>
internal static class RpcMethods
{
    public const string MethodAttribute = "Amqp1.Rpc.RpcMethodAttribute";

    public static string WireNameOf(IMethodSymbol method) => method.Attribute(MethodAttribute)?.FirstText() ?? WireNames.OfMethod(method.Name);

    public static string NameOf(IMethodSymbol method) => $"{method.ContainingType.DisplayName()}.{method.Name}";

    /// <summary>Whether a major and a minor number, and perhaps a revision.</summary>
    public static bool IsVersion(string? version) =>
        version?.Split('.') is { Length: 2 or 3 } parts
        && parts.All(part => part.Length > 0 && part.All(character => character is >= '0' and <= '9') && int.TryParse(part, out _));

    /// <summary>The parameter as an argument; null when it cannot be one, and why is added to the errors.</summary>
    public static ParameterModel? Argument(IParameterSymbol parameter, string method, List<DiagnosticInfo> errors)
    {
        if (parameter.IsPassedByReference())
        {
            errors.Add(DiagnosticInfo.At(parameter, Rules.ByReference, method, parameter.Name));
            return null;
        }

        var type = parameter.Type;
        var nullable = parameter.Attribute("System.Diagnostics.CodeAnalysis.AllowNullAttribute") is not null
            || parameter.NullableAnnotation == NullableAnnotation.Annotated
            || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;
        var isOptional = parameter.HasExplicitDefaultValue || nullable;
        return new ParameterModel(
            ParameterKind.Argument,
            parameter.Name,
            WireNames.ToSnakeCase(parameter.Name),
            type.InFull(),
            RefusesNull: type.IsReferenceType && !nullable && parameter.NullableAnnotation == NullableAnnotation.NotAnnotated,
            isOptional ? Literals.DefaultOf(parameter) : null);
    }

    public static void CheckArguments(IMethodSymbol method, IEnumerable<ParameterModel> parameters, List<DiagnosticInfo> errors)
    {
        var arguments = parameters.Where(parameter => parameter.Kind == ParameterKind.Argument);
        if (arguments.GroupBy(argument => argument.WireName).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            errors.Add(DiagnosticInfo.At(method, Rules.SameArgument, NameOf(method), twice.Key));
        }
    }
}
