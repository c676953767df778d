using System.Text.Json;
using Amqp1.Rpc;

namespace Amqp1.Tests.Harness;

/// <summary>An RPC endpoint with the method <c>echo(data)</c>. A test can replace the code of the method.</summary>
internal sealed class TestEndpoint(Func<RpcInvocation, string, Task<string>>? run = null)
{
    /// <summary>The result of a method that has set the result of its invocation itself.</summary>
    public static string NoResult { get; } = new('-', 1);

    /// <summary>The data of every request, in order.</summary>
    public EventLog<string> Requests { get; } = new();

    public static RpcEndpointDescriptor Describe(Target target, Type[]? expected = null) => new(
        typeof(TestEndpoint),
        new Target { Topic = target.Topic, Server = target.Server },
        [new RpcMethodDescriptor("echo", InvokeAsync) { ExpectedExceptions = expected ?? [] }]);

    private static async ValueTask InvokeAsync(object endpoint, RpcInvocation invocation)
    {
        var self = (TestEndpoint)endpoint;
        var arguments = JsonSerializer.Deserialize<Dictionary<string, string>>(invocation.Arguments.Span)!;
        var data = arguments.GetValueOrDefault("data", "");
        self.Requests.Add(data);
        var result = self.Run is { } other ? await other(invocation, data) : data;
        if (!ReferenceEquals(result, NoResult))
        {
            invocation.SetResult(result);
        }
    }

    private Func<RpcInvocation, string, Task<string>>? Run { get; } = run;
}
