using System.Text.Json;

namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>The command-line tools of a running node.</summary>
internal sealed class RabbitControl(RabbitFolder folder)
{
    /// <summary>Runs <c>rabbitmqctl</c> and returns its output. Throws with its errors if it fails.</summary>
    public async Task<string> RunAsync(CancellationToken cancel, params string[] arguments)
    {
        var result = await ProcessResult.RunAsync(folder.Program("rabbitmqctl"), ["-q", .. arguments], folder.Environment, cancel);
        return result.ExitCode == 0
            ? result.Output
            : throw new InvalidOperationException($"rabbitmqctl {arguments[0]} has failed with {result.ExitCode}. {result.Output} {result.Errors}");
    }

    /// <summary>Returns the queues of a virtual host with every property that a declaration sets.</summary>
    public Task<JsonElement[]> QueuesAsync(CancellationToken cancel, string vhost = "/") => ListAsync(
        cancel, "list_queues", "-p", vhost, "name", "durable", "auto_delete", "exclusive", "type", "arguments", "messages", "consumers");

    public Task<JsonElement[]> ExchangesAsync(CancellationToken cancel, string vhost = "/") => ListAsync(
        cancel, "list_exchanges", "-p", vhost, "name", "type", "durable", "auto_delete", "internal", "arguments");

    public Task<JsonElement[]> BindingsAsync(CancellationToken cancel, string vhost = "/") => ListAsync(
        cancel, "list_bindings", "-p", vhost, "source_name", "destination_name", "destination_kind", "routing_key", "arguments");

    public async Task AddUserAsync(RabbitUser user, CancellationToken cancel)
    {
        await RunAsync(cancel, "add_user", user.Name, user.Password);
        await RunAsync(cancel, "set_permissions", "-p", user.Vhost, user.Name, user.Configure, user.Write, user.Read);
    }

    private async Task<JsonElement[]> ListAsync(CancellationToken cancel, params string[] arguments)
    {
        var output = await RunAsync(cancel, ["--formatter", "json", .. arguments]);
        return [.. JsonElement.Parse(output).EnumerateArray()];
    }
}
