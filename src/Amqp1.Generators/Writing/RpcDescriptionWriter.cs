using Amqp1.Generators.Models;
using Amqp1.Generators.Reading;

namespace Amqp1.Generators.Writing;

/// <summary>Writes the methods that describe the methods of an RPC endpoint. They run only if somebody asks for a description.</summary>
internal static class RpcDescriptionWriter
{
    private const string Rpc = "global::Amqp1.Rpc.";

    public static void Write(SourceText text, RpcEndpointMethodModel described, int index, JsonFields json)
    {
        var (method, documentation) = (described.Method, described.Documentation);
        text.Open($"private {Rpc}RpcMethodDescription Describe{index}()");
        text.Line($"return new {Rpc}RpcMethodDescription(");
        text.Line($"    new {Rpc}RpcParameterDescription[]");
        text.Line("    {");
        for (var i = 0; i < method.Parameters.Count; i++)
        {
            var parameter = method.Parameters[i];
            if (parameter.Kind == ParameterKind.Argument)
            {
                var settings = PropertyList.Of(
                    (parameter.Default is not null, "IsOptional = true"),
                    (parameter.RefusesNull, "RefusesNull = true"),
                    PropertyList.Text("Summary", documentation.Parameters[i]));
                text.Line($"        new {Rpc}RpcParameterDescription({Literals.Of(parameter.WireName)}, {json.Of(parameter.Type, "")}){settings},");
            }
        }

        text.Line("    },");
        var result = PropertyList.Of(
            (method.Result.Kind == ResultKind.Stream, "IsStream = true"),
            (method.Result.RefusesNull, "NeverReturnsNull = true"),
            PropertyList.Text("Summary", documentation.Summary),
            PropertyList.Text("Returns", documentation.Returns));
        text.Line($"    {(method.Result.Type is { } type ? json.Of(type, "") : "null")}){result};");
        text.Close();
    }
}
