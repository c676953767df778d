using System.Text.Json.Nodes;
using Amqp1.Descriptions;

namespace Amqp1.Rpc;

/// <summary>Writes the description of a method as JSON.</summary>
internal static class MethodNode
{
    /// <summary>Returns the description, whose named schemas are added to the catalog. A handwritten descriptor may have only a name.</summary>
    public static JsonObject Create(RpcMethodDescriptor method, SchemaCatalog catalog)
    {
        var node = new JsonObject { ["name"] = method.Name };
        if (method.Describe?.Invoke() is not { } description)
        {
            return node;
        }

        AddText(node, description.Summary);
        node["parameters"] = new JsonArray([.. description.Parameters.Select(parameter => ParameterNode(parameter, catalog))]);
        if (description.Result is { } type)
        {
            var result = new JsonObject();
            AddText(result, description.Returns);
            if (description.IsStream)
            {
                result["stream"] = true;
            }

            result["schema"] = catalog.SchemaOf(type, description.NeverReturnsNull);
            node["result"] = result;
        }

        return node;
    }

    private static JsonObject ParameterNode(RpcParameterDescription parameter, SchemaCatalog catalog)
    {
        var node = new JsonObject { ["name"] = parameter.Name, ["required"] = !parameter.IsOptional };
        AddText(node, parameter.Summary);
        node["schema"] = catalog.SchemaOf(parameter.Type, parameter.RefusesNull);
        return node;
    }

    private static void AddText(JsonObject node, string? text)
    {
        if (text is not null)
        {
            node["description"] = text;
        }
    }
}
