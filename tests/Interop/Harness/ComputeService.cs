using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Amqp1.Rpc;

namespace Amqp1.Interop.Tests.Harness;

/// <summary>The .NET counterpart of <c>peers/rpc_server.py</c>: it serves one topic and reports each request as it begins.</summary>
internal sealed class ComputeService
{
    private readonly MessagingTransport _transport;
    private readonly RpcServer _server;

    public ComputeService(MessagingTransport transport, string topic, string name, string? exchange = null)
    {
        _transport = transport;
        Name = name;
        _server = transport.CreateRpcServer(
            new Target { Exchange = exchange, Topic = topic, Server = name },
            [
                (Endpoint(null, null, Methods()), this),
                (Endpoint("baremetal", "1.5", [new("describe", Describe)]), this),
            ]);
    }

    public string Name { get; }

    public Occurrences<ServedRequest> Requests { get; } = new();

    /// <summary>The requests whose token fired.</summary>
    public Occurrences<RpcContext> Cancelled { get; } = new();

    public async Task StartAsync(CancellationToken cancel)
    {
        _server.Start();
        await _server.WaitUntilListeningAsync(cancel).WaitAsync(Limits.Signal, cancel);
    }

    public Task StopAsync() => _server.StopAsync();

    public Task<ServedRequest> NextAsync(string method, CancellationToken cancel) =>
        Requests.TakeAsync(request => request.Method == method).WaitAsync(Limits.Signal, cancel);

    /// <summary>Takes the request <c>hit</c> that carries this mark, and waits for it if necessary.</summary>
    public Task<ServedRequest> HitAsync(string mark, CancellationToken cancel) => Requests
        .TakeAsync(request => request.Method == "hit" && request.Arguments.GetProperty("data") is { ValueKind: JsonValueKind.String } data && data.ValueEquals(mark))
        .WaitAsync(Limits.Signal, cancel);

    private static RpcEndpointDescriptor Endpoint(string? ns, string? version, RpcMethodDescriptor[] methods) =>
        new(typeof(ComputeService), new Target { Namespace = ns, Version = version }, methods);

    private RpcMethodDescriptor[] Methods() =>
    [
        new("echo", (_, invocation) => Serve(invocation, arguments => invocation.SetResult(arguments.GetProperty("data")))),
        new("whoami", (_, invocation) => Serve(invocation, _ => invocation.SetResult(invocation.Context.Context.Json))),
        new("name", (_, invocation) => Serve(invocation, _ => invocation.SetResult(Name))),
        new("nothing", (_, invocation) => Serve(invocation, _ => { })),
        new("hit", (_, invocation) => Serve(invocation, _ => { })),
        new("fail", (_, invocation) => Serve(invocation, arguments => throw FailureOf(arguments))),
        new("count", (_, invocation) => invocation.SetResultAsync(CountAsync(Record(invocation).GetProperty("to").GetInt32()), Int32Json(invocation))),
        new("relay_sleep", RelaySleepAsync),
        new("wait_until_cancelled", WaitUntilCancelledAsync),
        new("wait_for_token", async (_, invocation) => await new TaskCompletionSource().Task.WaitAsync(invocation.Cancellation)),
    ];

    private static JsonTypeInfo<int> Int32Json(RpcInvocation invocation) => (JsonTypeInfo<int>)invocation.Json.GetTypeInfo(typeof(int));

    /// <summary>Yields the numbers below <paramref name="to"/>, and then fails if it is negative.</summary>
    private static async IAsyncEnumerable<int> CountAsync(int to)
    {
        for (var number = 0; number < Math.Abs(to); number++)
        {
            await Task.Yield();
            yield return number;
        }

        if (to < 0)
        {
            throw new KeyNotFoundException("the end");
        }
    }

    private ValueTask Describe(object endpoint, RpcInvocation invocation) =>
        Serve(invocation, _ => invocation.SetResult($"{invocation.Context.Namespace} {invocation.Context.Version}"));

    private ValueTask Serve(RpcInvocation invocation, Action<JsonElement> method)
    {
        method(Record(invocation));
        return ValueTask.CompletedTask;
    }

    /// <summary>Calls the method <c>sleep</c> of a Python service.</summary>
    private async ValueTask RelaySleepAsync(object endpoint, RpcInvocation invocation)
    {
        var arguments = Record(invocation);
        var client = _transport.CreateRpcClient(Target.ForTopic(arguments.GetProperty("topic").GetString()!));
        var slept = await client.CallAsync<double>("sleep", new { seconds = arguments.GetProperty("seconds").GetDouble() }, invocation.Cancellation);
        invocation.SetResult(slept);
    }

    private async ValueTask WaitUntilCancelledAsync(object endpoint, RpcInvocation invocation)
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var registration = invocation.Cancellation.Register(cancelled.SetResult);
        Record(invocation);
        await cancelled.Task.WaitAsync(Limits.Signal, CancellationToken.None);
        Cancelled.Add(invocation.Context);
    }

    private JsonElement Record(RpcInvocation invocation)
    {
        var arguments = JsonElement.Parse(invocation.Arguments.Span);
        Requests.Add(new ServedRequest(invocation.Context.Method, arguments, invocation.Context));
        return arguments;
    }

    private static Exception FailureOf(JsonElement arguments)
    {
        var message = arguments.GetProperty("message").GetString()!;
        return arguments.GetProperty("kind").GetString() switch
        {
            "argument" => new ArgumentException(message),
            "key" => new KeyNotFoundException(message),
            "rpc argument" => new RpcArgumentException(message),
            "timeout" => new TimeoutException(message),
            "not implemented" => new NotImplementedException(message),
            "invalid operation" => new InvalidOperationException(message),
            "remote" => new RemoteErrorException("builtins", "ZeroDivisionError", message),
            var other => new ComputeException($"{other}: {message}"),
        };
    }
}
