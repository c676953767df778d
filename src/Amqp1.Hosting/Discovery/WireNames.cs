using System.Reflection;
using System.Text.Json;

namespace Amqp1.Hosting.Discovery;

/// <summary>What methods and arguments are called on the wire: snake_case, without <c>Async</c>.</summary>
internal static class WireNames
{
    private const string Async = "Async";

    public static string Of(MethodInfo method) => JsonNamingPolicy.SnakeCaseLower.ConvertName(
        method.Name.Length > Async.Length && method.Name.EndsWith(Async, StringComparison.Ordinal) ? method.Name[..^Async.Length] : method.Name);

    public static string Of(ParameterInfo parameter) => JsonNamingPolicy.SnakeCaseLower.ConvertName(parameter.Name ?? "");
}
