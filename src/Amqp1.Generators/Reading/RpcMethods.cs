using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Models;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>Reads the common features of endpoint and client methods.</summary>
internal static class RpcMethods
{
    public const string MethodAttribute = "Amqp1.Rpc.RpcMethodAttribute";

    public static string WireNameOf(IMethodSymbol method) => method.InheritedAttribute(MethodAttribute)?.FirstText() ?? WireNames.OfMethod(method.Name);

    /// <summary>Returns whether a parameter of an endpoint method is part of the request.</summary>
    public static bool IsArgument(IParameterSymbol parameter) => !IsToken(parameter) && !IsRequestContext(parameter);

    public static bool IsRequestContext(IParameterSymbol parameter) => parameter.Type.Is("Amqp1.Rpc.RpcContext");

    public static bool IsToken(IParameterSymbol parameter) => parameter.Type.Is("System.Threading.CancellationToken");

    public static string NameOf(IMethodSymbol method) => $"{method.ContainingType.DisplayName()}.{method.Name}";

    /// <summary>Returns whether a text consists of a major and a minor number, optionally with a revision.</summary>
    public static bool IsVersion(string? version) =>
        version?.Split('.') is { Length: 2 or 3 } parts
        && parts.All(part => part.Length > 0 && part.All(character => character is >= '0' and <= '9') && int.TryParse(part, out _));

    /// <summary>Returns the parameter as an argument; null if it cannot be one. The reason is added to the errors.</summary>
    public static ParameterModel? Argument(IParameterSymbol parameter, string method, Mistakes errors)
    {
        if (parameter.IsPassedByReference())
        {
            errors.Add(parameter, Rules.ByReference, method, parameter.Name);
            return null;
        }

        var type = parameter.Type;
        return new ParameterModel(
            ParameterKind.Argument,
            parameter.Name,
            WireNames.ToSnakeCase(parameter.Name),
            type.InFull(),
            RefusesNull: type.IsReferenceType && !IsNullable(parameter) && parameter.NullableAnnotation == NullableAnnotation.NotAnnotated,
            IsOptional(parameter) ? Literals.DefaultOf(parameter) : null,
            IsLeftOutWhenNull: parameter is { HasExplicitDefaultValue: true, ExplicitDefaultValue: null } && (type.IsReferenceType || type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T));
    }

    /// <summary>Returns whether a caller may omit the argument.</summary>
    public static bool IsOptional(IParameterSymbol parameter) => parameter.HasExplicitDefaultValue || IsNullable(parameter);

    private static bool IsNullable(IParameterSymbol parameter) =>
        parameter.Attribute("System.Diagnostics.CodeAnalysis.AllowNullAttribute") is not null
        || parameter.NullableAnnotation == NullableAnnotation.Annotated
        || parameter.Type.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T;

    public static void CheckArguments(IMethodSymbol method, IEnumerable<ParameterModel> parameters, Mistakes errors)
    {
        var arguments = parameters.Where(parameter => parameter.Kind == ParameterKind.Argument);
        if (arguments.GroupBy(argument => argument.WireName).FirstOrDefault(group => group.Count() > 1) is { } twice)
        {
            errors.Add(method, Rules.SameArgument, NameOf(method), twice.Key);
        }
    }
}
