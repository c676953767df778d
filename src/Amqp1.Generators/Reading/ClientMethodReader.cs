using System.Globalization;
using Amqp1.Generators.Diagnostics;
using Amqp1.Generators.Models;
using Amqp1.Generators.Roslyn;
using Microsoft.CodeAnalysis;

namespace Amqp1.Generators.Reading;

/// <summary>Reads one method of a client interface.</summary>
internal static class ClientMethodReader
{
    // The maximum number of seconds whose milliseconds fit in an int.
    private const int MaxTimeoutSeconds = 2147483;

    /// <summary>The attribute of methods and interfaces whose calls filters may repeat.</summary>
    public const string IdempotentAttribute = "Amqp1.Rpc.IdempotentAttribute";

    /// <summary>Reads a method; null if it cannot be sent. The reason is added to the errors.</summary>
    public static ClientMethodModel? Read(IMethodSymbol method, TargetModel target, bool isIdempotent, Mistakes errors)
    {
        var before = errors.Count;
        var name = RpcMethods.NameOf(method);
        if (method.IsGenericMethod)
        {
            errors.Add(method, Rules.GenericMethod, name);
            return null;
        }

        var parameters = method.Parameters.Select(parameter => Read(parameter, name, errors)).OfType<ParameterModel>().ToArray();
        foreach (var twice in parameters.Where(parameter => parameter.Kind != ParameterKind.Argument).GroupBy(parameter => parameter.Kind).Where(group => group.Count() > 1))
        {
            errors.Add(method, Rules.MisplacedParameter, name, twice.Last().Name);
        }

        RpcMethods.CheckArguments(method, parameters, errors);
        var isFanout = target.Fanout || method.Attribute("Amqp1.Rpc.FanoutAttribute") is not null;
        var isCast = method.Attribute("Amqp1.Rpc.CastAttribute") is not null;
        if (isFanout && (target.Server is not null || parameters.Any(parameter => parameter.Kind == ParameterKind.Server)))
        {
            errors.Add(method, Rules.FanoutToServer, name);
        }

        var result = Results.Of(method);
        if (result.Kind is ResultKind.Refused or ResultKind.Immediate)
        {
            errors.Add(method, Rules.ClientReturnType, name, Results.Describe(method));
        }
        else if (result.Type is not null && (isFanout || isCast))
        {
            errors.Add(method, Rules.CastWithResult, name);
        }

        var own = method.Attribute(RpcMethods.MethodAttribute)?.Named<double>("TimeoutSeconds") ?? 0;
        CheckTimeout(method, name, own, errors);
        return errors.Count == before
            ? new ClientMethodModel(
                new MethodModel(method.ContainingType.InFull(), method.Name, RpcMethods.WireNameOf(method), new(parameters), result),
                isFanout ? "FanoutAsync" : isCast ? "CastAsync" : "CallAsync",
                own,
                isIdempotent || method.Attribute(IdempotentAttribute) is not null)
            : null;
    }

    public static void CheckTimeout(ISymbol symbol, string name, double seconds, Mistakes errors)
    {
        if (!(seconds is >= 0 and <= MaxTimeoutSeconds))
        {
            errors.Add(symbol, Rules.BadTimeout, name, seconds.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>Returns whether a parameter is sent over the wire.</summary>
    public static bool IsArgument(IParameterSymbol parameter) => KindOf(parameter) == ParameterKind.Argument;

    private static ParameterKind KindOf(IParameterSymbol parameter) =>
        parameter.Attribute("Amqp1.Rpc.ServerAttribute") is not null ? ParameterKind.Server
        : parameter.Type.Is("Amqp1.MessagingContext") ? ParameterKind.Context
        : RpcMethods.IsToken(parameter) ? ParameterKind.Cancellation
        : ParameterKind.Argument;

    private static ParameterModel? Read(IParameterSymbol parameter, string method, Mistakes errors)
    {
        var kind = KindOf(parameter);
        if (kind == ParameterKind.Server && parameter.Type.SpecialType != SpecialType.System_String)
        {
            errors.Add(parameter, Rules.MisplacedParameter, method, parameter.Name);
        }

        return kind != ParameterKind.Argument && !parameter.IsPassedByReference()
            ? new ParameterModel(kind, parameter.Name, "", parameter.Type.InFull(), false, null)
            : RpcMethods.Argument(parameter, method, errors);
    }
}
