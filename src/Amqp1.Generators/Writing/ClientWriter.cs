using Amqp1.Generators.Models;
using Amqp1.Generators.Reading;

namespace Amqp1.Generators.Writing;

/// <summary>Writes the implementation of a client interface and, for each method, a class for its arguments.</summary>
internal static class ClientWriter
{
    private const string Client = "global::Amqp1.Rpc.RpcClient";

    public static string NameOf(ClassModel model) => model.Identifier + "_Client";

    public static string Write(ClientModel client, string ns)
    {
        var json = new JsonFields();
        var settings = client.Methods.Select(SettingsOf).Distinct().ToList();
        foreach (var method in client.Methods)
        {
            Collect(client, method.Method, json);
        }

        var text = new SourceText(ns);
        var name = NameOf(client.Class);
        text.OpenClass($"internal sealed class {name} : {client.Class.Type}, {PreparationWriter.Preparable(client)}");
        for (var i = 0; i < settings.Count; i++)
        {
            text.Line($"private readonly {Client} _client{i};");
        }

        json.Declare(text);
        text.Line();
        text.Open($"public {name}(global::Amqp1.MessagingTransport transport, {PreparationWriter.Prepare} configure)");
        text.Line($"var client = configure(transport.CreateRpcClient({Targets.Of(client.Target)}){Timeout(client.TimeoutSeconds)});");
        for (var i = 0; i < settings.Count; i++)
        {
            text.Line($"_client{i} = client{settings[i]};");
        }

        json.Assign(text, "global::Amqp1.Hosting.EndpointJson.Get", "transport.Json, ");
        text.Close();
        text.Line();
        text.Open($"private {name}({name} other, {PreparationWriter.Prepare} prepare)");
        for (var i = 0; i < settings.Count; i++)
        {
            text.Line($"_client{i} = prepare(other._client{i});");
        }

        json.Copy(text, "other");
        text.Close();
        text.Line();
        text.Line($"{client.Class.Type} {PreparationWriter.Preparable(client)}.Prepare({PreparationWriter.Prepare} prepare) => new {name}(this, prepare);");
        for (var i = 0; i < client.Methods.Count; i++)
        {
            text.Line();
            WriteMethod(text, client.Methods[i], i, settings.IndexOf(SettingsOf(client.Methods[i])));
        }

        for (var i = 0; i < client.Methods.Count; i++)
        {
            if (Arguments(client.Methods[i].Method).Length > 0)
            {
                text.Line();
                WriteArguments(text, client, client.Methods[i].Method, i, json, name);
            }
        }

        text.Close();
        return text.ToString();
    }

    // Methods with the same settings share one client.
    private static string SettingsOf(ClientMethodModel method) => Timeout(method.TimeoutSeconds) + (method.IsIdempotent ? ".Prepare(idempotent: true)" : "");

    // Zero means no timeout of its own.
    private static string Timeout(double seconds) => seconds == 0 ? "" : $".Prepare(timeout: global::System.TimeSpan.FromSeconds({Literals.Of(seconds)}))";

    private static ParameterModel[] Arguments(MethodModel method) =>
        [.. method.Parameters.Where(parameter => parameter.Kind == ParameterKind.Argument)];

    private static void Collect(ClientModel client, MethodModel method, JsonFields json)
    {
        foreach (var parameter in Arguments(method))
        {
            Field(client, method, parameter, json);
        }

        if (method.Result.Type is { } result)
        {
            json.Of(result, $"{client.Class.DisplayName}.{method.Name} returns");
        }
    }

    private static string Field(ClientModel client, MethodModel method, ParameterModel parameter, JsonFields json) =>
        json.Of(parameter.Type, $"{client.Class.DisplayName}.{method.Name} takes '{parameter.Name}' of");

    private static void WriteMethod(SourceText text, ClientMethodModel client, int index, int settings)
    {
        var method = client.Method;
        var arguments = Arguments(method);
        var given = arguments.Length == 0 ? "null" : $"new Arguments{index}(this, {string.Join(", ", arguments.Select(argument => "@" + argument.Name))})";
        var cancel = Name(method, ParameterKind.Cancellation) ?? "default";
        var prepared = Prepared(method) is { Length: > 0 } changes ? $"this._client{settings}.Prepare({changes})" : $"this._client{settings}";
        var type = method.Result.Type;
        var parameters = string.Join(", ", method.Parameters.Select(parameter => $"{parameter.Type} @{parameter.Name}"));
        if (method.Result.Kind == ResultKind.Stream)
        {
            text.Open($"global::System.Collections.Generic.IAsyncEnumerable<{type}> {method.Owner}.@{method.Name}({parameters})");
            text.Line($"return {prepared}.StreamAsync<{type}>({Literals.Of(method.WireName)}, {given}, null, {cancel});");
            text.Close();
            return;
        }

        var call = $"{prepared}.{client.Send}{(type is null ? "" : $"<{type}>")}({Literals.Of(method.WireName)}, {given}, {cancel})";
        var task = $"global::System.Threading.Tasks.{method.Result.Kind}{(type is null ? "" : $"<{type}>")}";
        var isChecked = method.Result.RefusesNull;
        text.Open($"{(isChecked ? "async " : "")}{task} {method.Owner}.@{method.Name}({parameters})");
        text.Line(
            isChecked ? $"return await {call}.ConfigureAwait(false) ?? throw new global::Amqp1.MessagingException({Literals.Of($"The result of {method.WireName} is None.")});"
            : method.Result.Kind == ResultKind.ValueTask ? $"return new {task}({call});"
            : $"return {call};");
        text.Close();
    }

    private static string Prepared(MethodModel method) => string.Join(", ", new[]
    {
        Name(method, ParameterKind.Server) is { } server ? $"server: {server}" : null,
        Name(method, ParameterKind.Context) is { } context ? $"context: {context}" : null,
    }.OfType<string>());

    private static string? Name(MethodModel method, ParameterKind kind) =>
        method.Parameters.FirstOrDefault(parameter => parameter.Kind == kind) is { } parameter ? "@" + parameter.Name : null;

    private static void WriteArguments(SourceText text, ClientModel client, MethodModel method, int index, JsonFields json, string owner)
    {
        var arguments = Arguments(method);
        text.Open($"private sealed class Arguments{index} : global::Amqp1.Rpc.IRpcArguments");
        text.Line($"private readonly {owner} _owner;");
        for (var i = 0; i < arguments.Length; i++)
        {
            text.Line($"private readonly {arguments[i].Type} _value{i};");
        }

        text.Line();
        text.Open($"public Arguments{index}({owner} owner, {string.Join(", ", arguments.Select((argument, i) => $"{argument.Type} value{i}"))})");
        text.Line("_owner = owner;");
        for (var i = 0; i < arguments.Length; i++)
        {
            text.Line($"_value{i} = value{i};");
        }

        text.Close();
        text.Line();
        text.Open("public void WriteTo(global::System.Text.Json.Utf8JsonWriter writer)");
        text.Line("writer.WriteStartObject();");
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].IsLeftOutWhenNull)
            {
                text.Open($"if (_value{i} is not null)");
            }

            text.Line($"writer.WritePropertyName({Literals.Of(arguments[i].WireName)}u8);");
            text.Line($"global::System.Text.Json.JsonSerializer.Serialize(writer, _value{i}, _owner.{Field(client, method, arguments[i], json)});");
            if (arguments[i].IsLeftOutWhenNull)
            {
                text.Close();
            }
        }

        text.Line("writer.WriteEndObject();");
        text.Close();
        text.Close();
    }
}
