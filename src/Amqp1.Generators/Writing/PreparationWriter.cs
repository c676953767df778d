using Amqp1.Generators.Models;

namespace Amqp1.Generators.Writing;

/// <summary>Writes the extension method <c>Prepare</c> of a client interface, in the namespace of the interface.</summary>
internal static class PreparationWriter
{
    /// <summary>The type of a function that changes the settings of a client, in C#.</summary>
    public const string Prepare = "global::System.Func<global::Amqp1.Rpc.RpcClient, global::Amqp1.Rpc.RpcClient>";

    private static readonly (string Type, string Name, string Text)[] Settings =
    [
        ("string", "server", "The name of a single server."),
        ("global::System.TimeSpan?", "timeout", "The time that a call waits for its reply. It also replaces the timeouts of single methods."),
        ("string", "version", "The version to request, <c>major.minor</c>."),
        ("string", "versionCap", "The highest version that can be requested."),
        ("global::Amqp1.MessagingContext", "context", "The request context to send."),
        ("int?", "retry", "The maximum number of times that a message is sent again; negative for no limit within the deadline."),
        ("global::System.TimeSpan?", "callMonitorTimeout", "The time that a call waits for a heartbeat of the server."),
        ("string", "topic", "The topic."),
        ("string", "exchange", "The exchange of the topic."),
        ("string", "ns", "The namespace of the methods."),
    ];

    public static string NameOf(ClassModel model) => model.Identifier + "_Preparation";

    /// <summary>Returns the interface by which a generated client is prepared, in C#.</summary>
    public static string Preparable(ClientModel client) => $"global::Amqp1.Rpc.IPreparableClient<{client.Class.Type}>";

    public static string Write(ClientModel client)
    {
        var (ns, isPublic, isObsolete) = client.Preparation;
        var text = new SourceText(ns);
        var type = $"{(isPublic ? "public" : "internal")} static class {NameOf(client.Class)}";
        text.Line("/// <summary>Prepares the client for single uses.</summary>");
        if (isObsolete)
        {
            text.OpenClass(type);
        }
        else
        {
            text.Open(type);
        }

        text.Line("/// <summary>Returns a client with some settings changed. A setting whose argument is null keeps its value. The given client does not change.</summary>");
        text.Line("/// <param name=\"client\">The client.</param>");
        foreach (var (_, name, meaning) in Settings)
        {
            text.Line($"/// <param name=\"{name}\">{meaning}</param>");
        }

        text.Line("/// <exception cref=\"global::System.NotSupportedException\">The client was not generated and cannot be prepared.</exception>");
        var parameters = string.Join(", ", Settings.Select(setting => $"{setting.Type} {setting.Name} = null"));
        var arguments = string.Join(", ", Settings.Select(setting => $"{setting.Name}: {setting.Name}"));
        text.Line($"public static {client.Class.Type} Prepare(this {client.Class.Type} client, {parameters}) =>");
        text.Line($"    global::Amqp1.Rpc.PreparableClient.Prepare(client, rpc => rpc.Prepare({arguments}));");
        text.Close();
        return text.ToString();
    }
}
