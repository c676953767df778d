using Amqp1.Dispatch;
using Amqp1.Rpc;
using Microsoft.Extensions.Logging.Abstractions;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests the order in which a server stops, and the scopes of its endpoints.</summary>
public sealed class RpcServerStopTests : FaultTest
{
    private static readonly Target Target = new() { Topic = "test-topic", Server = "server" };

    [Fact]
    public async Task The_links_are_detached_while_methods_still_run()
    {
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var endpoint = new TestEndpoint(async (_, data) =>
        {
            await gate.Task;
            return data;
        });
        var server = await driver.ServeAsync(endpoint, cancel: Limit);
        var call = driver.Client().CallAsync<string>("echo", Echo("x"), Limit);
        await endpoint.Requests.FirstAsync<string>(cancel: Limit);

        var stopping = server.StopAsync(Limit);
        await peer.Events.ReachAsync<LinkDetached>(3, cancel: Limit);

        server.Running.ShouldBe(1);
        stopping.IsCompleted.ShouldBeFalse();
        gate.SetResult();
        await stopping;
        (await call).ShouldBe("x");
        server.Running.ShouldBe(0);
    }

    [Fact]
    public async Task A_method_that_a_stop_has_cancelled_is_logged_as_such_and_its_caller_gets_an_error()
    {
        var log = new LogRecords();
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, loggers: log);
        var endpoint = new TestEndpoint(async (invocation, data) =>
        {
            await new TaskCompletionSource().Task.WaitAsync(invocation.Cancellation);
            return data;
        });
        var server = await driver.ServeAsync(endpoint, cancel: Limit);
        var call = driver.Client().CallAsync<string>("echo", Echo("x"), Limit);
        await endpoint.Requests.FirstAsync<string>(cancel: Limit);

        await server.StopAsync(new CancellationToken(canceled: true));

        await Should.ThrowAsync<TimeoutException>(call);
        (await log.FirstAsync(1115, Limit)).Text.ShouldBe("Method echo was cancelled because its server stops");
        log.All.Count<LogRecord>(record => record.Id is 1103 or 1109).ShouldBe(0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Each_request_has_a_scope_of_its_own_with_the_services_that_filters_see(bool withPing)
    {
        var scopes = new Scopes();
        IServiceProvider? seen = null;
        await using var peer = ScriptedPeer.Start();
        await using var driver = Driver.Start(peer, options => options.Rpc.PingEnabled = withPing);
        driver.Transport.Filters = [new NotingFilter((context, next) =>
        {
            seen = context.Services;
            return next(context);
        })];
        await using var server = driver.Transport.CreateRpcServer(Target, [TestEndpoint.Describe(Target)], scopes);
        driver.Transport.Filters = [];
        server.Start();
        await server.WaitUntilListeningAsync(Limit);

        (await driver.Client().CallAsync<string>("echo", Echo("x"), Limit)).ShouldBe("x");
        (await driver.Client().CallAsync<string>("echo", Echo("y"), Limit)).ShouldBe("y");
        if (withPing)
        {
            (await driver.Client().CallAsync<string>("oslo_rpc_server_ping", null, Limit)).ShouldBe("pong");
        }

        seen.ShouldBeSameAs(scopes);
        await server.StopAsync(Limit);
        scopes.Begun.ShouldBe(withPing ? 3 : 2);
        scopes.Ended.ShouldBe(scopes.Begun);
    }

    [Fact]
    public void The_ping_method_belongs_to_the_server()
    {
        var endpoints = new BuiltInEndpoints(new Target { Topic = "t", Server = "s", Namespace = "ns", Version = "7.0", Exchange = "e" }, []);
        PingEndpoint.AddTo(endpoints, NullLogger.Instance);

        endpoints.All.ShouldHaveSingleItem().Target.ShouldBe(new Target { Topic = "t", Server = "s" });
    }

    private sealed class Scopes : IEndpointScopes, IEndpointScope, IServiceProvider
    {
        private readonly TestEndpoint _endpoint = new();
        private int _begun;
        private int _ended;

        public int Begun => Volatile.Read(ref _begun);

        public int Ended => Volatile.Read(ref _ended);

        public IServiceProvider? Services => this;

        public IEndpointScope Begin()
        {
            Interlocked.Increment(ref _begun);
            return this;
        }

        public object Resolve(Type endpointType) => _endpoint;

        public object? GetService(Type serviceType) => null;

        public ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref _ended);
            return ValueTask.CompletedTask;
        }
    }
}
