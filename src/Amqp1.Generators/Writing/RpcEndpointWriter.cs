using Amqp1.Generators.Models;
using Amqp1.Generators.Reading;

namespace Amqp1.Generators.Writing;

/// <summary>
/// Writes the descriptor of an RPC endpoint. For each method, it has a method that reads the arguments into locals and calls the endpoint
/// method.
/// </summary>
internal static class RpcEndpointWriter
{
    private const string Rpc = "global::Amqp1.Rpc.";
    private const string ValueTask = "global::System.Threading.Tasks.ValueTask";

    public static string NameOf(ClassModel model) => model.Identifier + "_Rpc";

    public static string Write(RpcEndpointModel endpoint, string ns)
    {
        var json = new JsonFields();
        Collect(endpoint, json);
        var name = NameOf(endpoint.Class);
        var text = DescriptorClass.Open(ns, name, $"{Rpc}RpcEndpointDescriptor", json);
        text.Line($"var methods = new {name}(json);");
        text.Line($"return new {Rpc}RpcEndpointDescriptor(");
        text.Line($"    typeof({endpoint.Class.Type}),");
        text.Line($"    {Targets.Of(endpoint.Target)},");
        text.Line($"    new {Rpc}RpcMethodDescriptor[]");
        text.Line("    {");
        for (var i = 0; i < endpoint.Methods.Count; i++)
        {
            text.Line($"        new {Rpc}RpcMethodDescriptor({Literals.Of(endpoint.Methods[i].Method.WireName)}, methods.Invoke{i}) {{ Describe = methods.Describe{i}{Expected(endpoint.Methods[i])} }},");
        }

        text.Line($"    }}){Settings(endpoint)};");
        text.Close();
        for (var i = 0; i < endpoint.Methods.Count; i++)
        {
            text.Line();
            text.Open($"private {ValueTask} Invoke{i}(object endpoint, {Rpc}RpcInvocation invocation)");
            WriteArguments(text, endpoint, endpoint.Methods[i].Method, json);
            WriteCall(text, endpoint, endpoint.Methods[i].Method, json);
            text.Close();
            text.Line();
            RpcDescriptionWriter.Write(text, endpoint.Methods[i], i, json);
        }

        text.Close();
        return text.ToString();
    }

    // The property is written only if it is set.
    private static string Expected(RpcEndpointMethodModel method) => method.ExpectedExceptions.Count == 0
        ? ""
        : $", ExpectedExceptions = new global::System.Type[] {{ {string.Join(", ", method.ExpectedExceptions.Select(type => $"typeof({type})"))} }}";

    private static string Settings(RpcEndpointModel endpoint)
    {
        var settings = new List<string>();
        if (endpoint.LegacyNamespaces.Count > 0)
        {
            settings.Add($"LegacyNamespaces = new string[] {{ {string.Join(", ", endpoint.LegacyNamespaces)} }}");
        }

        if (endpoint.Access is { } access)
        {
            settings.Add($"Access = {access}");
        }

        if (endpoint.Summary.Length > 0)
        {
            settings.Add($"Summary = {Literals.Of(endpoint.Summary)}");
        }

        return settings.Count == 0 ? "" : $" {{ {string.Join(", ", settings)} }}";
    }

    private static void Collect(RpcEndpointModel endpoint, JsonFields json)
    {
        foreach (var method in endpoint.Methods.Select(served => served.Method))
        {
            foreach (var parameter in method.Parameters.Where(parameter => parameter.Kind == ParameterKind.Argument))
            {
                Field(endpoint, method, parameter, json);
            }

            if (method.Result.Type is not null)
            {
                ResultField(endpoint, method, json);
            }
        }
    }

    private static string Field(RpcEndpointModel endpoint, MethodModel method, ParameterModel parameter, JsonFields json) =>
        json.Of(parameter.Type, $"{endpoint.Class.DisplayName}.{method.Name} takes '{parameter.Name}' of");

    private static string ResultField(RpcEndpointModel endpoint, MethodModel method, JsonFields json) =>
        json.Of(method.Result.Type!, $"{endpoint.Class.DisplayName}.{method.Name} returns");

    private static void WriteArguments(SourceText text, RpcEndpointModel endpoint, MethodModel method, JsonFields json)
    {
        for (var i = 0; i < method.Parameters.Count; i++)
        {
            var parameter = method.Parameters[i];
            if (parameter.Kind == ParameterKind.Argument)
            {
                text.Line($"{parameter.Type} argument{i} = {parameter.Default ?? $"default({parameter.Type})"};");
                if (parameter.Default is null)
                {
                    text.Line($"bool given{i} = false;");
                }
            }
        }

        text.Line($"var arguments = new {Rpc}RpcArgumentReader(invocation, {Literals.Of(QualifiedName(endpoint, method))});");
        text.Open("while (arguments.Next())");
        var otherwise = "";
        for (var i = 0; i < method.Parameters.Count; i++)
        {
            var parameter = method.Parameters[i];
            if (parameter.Kind != ParameterKind.Argument)
            {
                continue;
            }

            var argument = Literals.Of(parameter.WireName);
            text.Open($"{otherwise}if (arguments.IsNamed({argument}u8))");
            text.Line($"argument{i} = arguments.{(parameter.RefusesNull ? "ReadNotNull" : "Read")}({Field(endpoint, method, parameter, json)}, {argument});");
            if (parameter.Default is null)
            {
                text.Line($"given{i} = true;");
            }

            text.Close();
            otherwise = "else ";
        }

        if (otherwise.Length > 0)
        {
            text.Open("else");
            text.Line("throw arguments.Unexpected();");
            text.Close();
        }
        else
        {
            text.Line("throw arguments.Unexpected();");
        }

        text.Close();
        text.Line();
        WriteMissing(text, method);
    }

    // All missing arguments are named. The array is created only if there are any.
    private static void WriteMissing(SourceText text, MethodModel method)
    {
        var required = Enumerable.Range(0, method.Parameters.Count)
            .Where(i => method.Parameters[i] is { Kind: ParameterKind.Argument, Default: null })
            .ToArray();
        if (required.Length == 0)
        {
            return;
        }

        var names = required.Select(i => $"given{i} ? null : {Literals.Of(method.Parameters[i].WireName)}");
        text.Line($"if ({string.Join(" || ", required.Select(i => $"!given{i}"))}) throw arguments.Missing(new string[] {{ {string.Join(", ", names)} }});");
    }

    /// <summary>
    /// Returns the name of the method in the form of Python's errors: the class without its namespace and containing types, and the wire
    /// name.
    /// </summary>
    private static string QualifiedName(RpcEndpointModel endpoint, MethodModel method) =>
        $"{endpoint.Class.DisplayName.Substring(endpoint.Class.DisplayName.LastIndexOf('.') + 1)}.{method.WireName}";

    private static void WriteCall(SourceText text, RpcEndpointModel endpoint, MethodModel method, JsonFields json)
    {
        var values = method.Parameters.Select((parameter, i) => parameter.Kind switch
        {
            ParameterKind.Context => "invocation.Context",
            ParameterKind.Cancellation => "invocation.Cancellation",
            _ => $"argument{i}",
        });
        // Casts to the declaring class, because a derived class may have a method of the same name that would be called instead.
        var call = $"(({method.Owner})endpoint).@{method.Name}({string.Join(", ", values)})";
        switch (method.Result)
        {
            case { Kind: ResultKind.Immediate, Type: null }:
                text.Line($"{call};");
                text.Line($"return default;");
                break;
            case { Kind: ResultKind.Task, Type: null }:
                text.Line($"return new {ValueTask}({call});");
                break;
            case { Kind: ResultKind.ValueTask, Type: null }:
                text.Line($"return {call};");
                break;
            case { Kind: ResultKind.Immediate }:
                text.Line($"invocation.SetResult({call}, {ResultField(endpoint, method, json)});");
                text.Line($"return default;");
                break;
            default:
                text.Line($"return invocation.SetResultAsync({call}, {ResultField(endpoint, method, json)});");
                break;
        }
    }
}
