using Amqp1.Generators.Models;
using Amqp1.Generators.Reading;

namespace Amqp1.Generators.Writing;

/// <summary>Writes the attribute by which the host finds the generated code of the assembly.</summary>
internal static class RegistrationWriter
{
    private const string Hosting = "global::Amqp1.Hosting.";
    private const string List = "global::System.Collections.Generic.IReadOnlyList";

    public static string Write(
        IReadOnlyList<RpcEndpointModel> rpc,
        IReadOnlyList<NotificationEndpointModel> notifications,
        IReadOnlyList<ClientModel> clients,
        IReadOnlyList<string> refused,
        string ns)
    {
        var text = new SourceText(ns, $"[assembly: global::{ns}.Messaging]");
        text.Line("[global::System.AttributeUsage(global::System.AttributeTargets.Assembly)]");
        text.OpenClass($"internal sealed class MessagingAttribute : {Hosting}GeneratedMessagingAttribute");
        text.Open($"public override {List}<{Hosting}GeneratedEndpoint> Endpoints {{ get; }} = new {Hosting}GeneratedEndpoint[]");
        foreach (var endpoint in rpc.Select(endpoint => endpoint.Class).Concat(notifications.Select(endpoint => endpoint.Class)).Distinct())
        {
            var rpcName = rpc.Any(other => other.Class.Type == endpoint.Type) ? RpcEndpointWriter.NameOf(endpoint) + ".Create" : "null";
            var notificationName = notifications.Any(other => other.Class.Type == endpoint.Type) ? NotificationEndpointWriter.NameOf(endpoint) + ".Create" : "null";
            text.Line($"new {Hosting}GeneratedEndpoint(typeof({endpoint.Type}), static services => {endpoint.Create}, {rpcName}, {notificationName}){Needs(endpoint)},");
        }

        text.Close("};");
        text.Line();
        text.Open($"public override {List}<{Hosting}GeneratedClient> Clients {{ get; }} = new {Hosting}GeneratedClient[]");
        foreach (var client in clients)
        {
            text.Line($"new {Hosting}GeneratedClient(typeof({client.Class.Type}), static (transport, configure) => new {ClientWriter.NameOf(client.Class)}(transport, configure)),");
        }

        text.Close("};");
        if (refused.Count > 0)
        {
            // The rules that report the reason may be disabled.
            text.Line();
            text.Line($"public override {List}<string> Refused {{ get; }} = new string[] {{ {string.Join(", ", refused.Distinct().Select(Literals.Of))} }};");
        }

        text.Close();
        return text.ToString();
    }

    private static string Needs(ClassModel endpoint) => endpoint.Needs.Count == 0 ? "" :
        $" {{ Needs = new (global::System.Type, string)[] {{ {string.Join(", ", endpoint.Needs.Select(need => $"(typeof({need.Type}), {(need.Key is null ? "null" : Literals.Of(need.Key))})"))} }} }}";
}
