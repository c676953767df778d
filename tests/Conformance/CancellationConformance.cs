using System.Globalization;
using Amqp1.Conformance.Tests.Harness;

namespace Amqp1.Conformance.Tests;

/// <summary>Conformance tests of calls that their caller cancels.</summary>
public abstract class CancellationConformance(ConformanceFixture fixture) : ConformanceTest(fixture)
{
    /// <summary>The number of calls that race with their cancellation: AMQP1_TEST_RACES, by default 1280.</summary>
    private static int Races { get; } =
        int.TryParse(Environment.GetEnvironmentVariable("AMQP1_TEST_RACES"), CultureInfo.InvariantCulture, out var races) ? races : 1280;

    [Theory]
    [Trait("Conformance", "76")]
    [InlineData(null)]
    [InlineData("outer")]
    public async Task A_call_that_is_cancelled_cancels_its_method_and_what_that_called(string? server)
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        var inner = UntilCancelled(out var cancelled);
        await there.ServeAsync(inner, Topic + "-inner", Limit, "inner");
        var outerCancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var outer = new TestEndpoint(async (invocation, data) =>
        {
            try
            {
                return (await there.Client(Topic + "-inner").CallAsync<string>("echo", Echo(data), invocation.Cancellation))!;
            }
            catch (OperationCanceledException)
            {
                outerCancelled.SetResult();
                throw;
            }
        });
        await there.ServeAsync(outer, Topic, Limit, "outer");
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var call = here.Client(Topic, server).CallAsync<string>("echo", Echo("x"), cancel.Token);
        await inner.Requests.FirstAsync<string>(cancel: Limit);

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(call);
        await outerCancelled.Task.WaitAsync(Limit);
        await cancelled.FirstAsync<string>(cancel: Limit);

        // The servers go on.
        using var second = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var next = here.Client(Topic + "-inner").CallAsync<string>("echo", Echo("answer"), second.Token);
        (await next).ShouldBe("answer");
    }

    [Fact]
    [Trait("Conformance", "76")]
    public async Task Calls_that_are_cancelled_while_their_replies_come_end_once_and_leave_nothing()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        var endpoint = new TestEndpoint(async (invocation, data) =>
        {
            invocation.Cancellation.ThrowIfCancellationRequested();
            await Task.Yield();
            return data;
        });
        var server = await there.ServeAsync(endpoint, Topic, Limit);
        var client = here.Client(Topic);
        var (replies, cancelled) = (0, 0);
        var rounds = Races / 64;
        ExtendLimit(TimeSpan.FromSeconds(60 + (Races / 2000)));

        for (var round = 0; round < rounds; round++)
        {
            Limit.ThrowIfCancellationRequested();
            var spins = round % 20 * 50;
            await Task.WhenAll(Enumerable.Range(0, 64).Select(async number =>
            {
                using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Limit);
                var call = client.CallAsync<string>("echo", Echo($"{number}"), cancel.Token);
                for (var spin = 0; spin < spins && !call.IsCompleted; spin++)
                {
                    await Task.Yield();
                }

                await cancel.CancelAsync();
                try
                {
                    (await call).ShouldBe($"{number}");
                    Interlocked.Increment(ref replies);
                }
                catch (OperationCanceledException) when (!Limit.IsCancellationRequested)
                {
                    Interlocked.Increment(ref cancelled);
                }
            }));
        }

        (replies + cancelled).ShouldBe(rounds * 64);
        (await client.CallAsync<string>("echo", Echo("last"), Limit)).ShouldBe("last");
        await server.StopAsync(Limit);
        server.Running.ShouldBe(0);
    }

    [Fact]
    [Trait("Conformance", "76")]
    public async Task The_first_call_of_a_server_is_cancelled_although_only_another_server_listens_already()
    {
        var here = await ConnectAsync();
        var endpoint = UntilCancelled(out var cancelled);
        for (var number = 0; number < 4; number++)
        {
            // A server listens for cancellations from its first call.
            var there = await ConnectAsync();
            await there.ServeAsync(endpoint, Topic, Limit, $"server-{number}");
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Limit);
            var call = here.Client(Topic, $"server-{number}").CallAsync<string>("echo", Echo($"{number}"), cancel.Token);
            await endpoint.Requests.FirstAsync<string>(data => data == $"{number}", Limit);

            await cancel.CancelAsync();

            await cancelled.FirstAsync<string>(data => data == $"{number}", Limit);
            await Should.ThrowAsync<OperationCanceledException>(call);
        }
    }

    [Fact]
    [Trait("Conformance", "76")]
    public async Task A_call_is_cancelled_while_its_server_connects_again_although_another_server_listens()
    {
        var here = await ConnectAsync();
        var relay = Keep(new Relay(TransportUrl.Parse(await UrlAsync()).Hosts[0]));
        var endpoint = UntilCancelled(out var cancelled);
        await (await ConnectAsync()).ServeAsync(endpoint, Topic, Limit, "another");
        await (await ConnectToAsync(relay.UrlFor(await UrlAsync()))).ServeAsync(endpoint, Topic, Limit, "lost");
        foreach (var server in new[] { "another", "lost" })
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Limit);
            var call = here.Client(Topic, server, timeout: TimeSpan.FromHours(1)).CallAsync<string>("echo", Echo(server), cancel.Token);
            await endpoint.Requests.FirstAsync<string>(data => data == server, Limit);
            if (server == "lost")
            {
                relay.Cut();
            }

            await cancel.CancelAsync();

            await cancelled.FirstAsync<string>(data => data == server, Limit);
            await Should.ThrowAsync<OperationCanceledException>(call);
        }
    }

    [Fact]
    [Trait("Conformance", "77")]
    public async Task Calls_in_progress_are_cancelled_when_their_transport_is_disposed()
    {
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        var endpoint = UntilCancelled(out var cancelled);
        await there.ServeAsync(endpoint, Topic, Limit);

        // When the first call is cancelled at the server, the server listens for cancellations.
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var first = here.Client(Topic).CallAsync<string>("echo", Echo("first"), cancel.Token);
        await endpoint.Requests.FirstAsync<string>(data => data == "first", Limit);
        await cancel.CancelAsync();
        await cancelled.FirstAsync<string>(data => data == "first", Limit);
        await Should.ThrowAsync<OperationCanceledException>(first);
        var calls = Enumerable.Range(0, 40).Select(number => here.Client(Topic).CallAsync<string>("echo", Echo($"{number}"), Limit)).ToArray();
        for (var number = 0; number < calls.Length; number++)
        {
            await endpoint.Requests.FirstAsync<string>(data => data == $"{number}", Limit);
        }

        await here.DisposeAsync();

        for (var number = 0; number < calls.Length; number++)
        {
            (await Should.ThrowAsync<MessageDeliveryException>(calls[number])).InDoubt.ShouldBeTrue();
            await cancelled.FirstAsync<string>(data => data == $"{number}", Limit);
        }
    }

    [Theory]
    [Trait("Conformance", "77")]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public Task Calls_are_cancelled_when_their_caller_is_killed(bool isMonitored, bool isKnown) =>
        LoseCallerAsync(isMonitored, isKnown, relay => relay.DisposeAsync().AsTask());

    [Fact]
    [Trait("Conformance", "77")]
    public Task Calls_are_cancelled_when_their_caller_connects_again() => LoseCallerAsync(isMonitored: false, isKnown: true, relay =>
    {
        relay.Cut();
        return Task.CompletedTask;
    });

    private async Task LoseCallerAsync(bool isMonitored, bool isKnown, Func<Relay, Task> lose)
    {
        var relay = Keep(new Relay(TransportUrl.Parse(await UrlAsync()).Hosts[0]));
        var here = await ConnectToAsync(relay.UrlFor(await UrlAsync()));
        var there = await ConnectAsync();
        var endpoint = UntilCancelled(out var cancelled);
        await there.ServeAsync(endpoint, Topic, Limit);

        if (isKnown)
        {
            // The server has a link to the caller already.
            (await here.Client(Topic).CallAsync<string>("echo", Echo("answer"), Limit)).ShouldBe("answer");
        }

        // The deadline of the call is later than the end of this test.
        var client = here.Client(Topic, timeout: TimeSpan.FromHours(1)).Prepare(callMonitorTimeout: isMonitored ? TimeSpan.FromSeconds(2) : null);
        var call = client.CallAsync<string>("echo", Echo("x"), Limit);
        await endpoint.Requests.FirstAsync<string>(data => data == "x", Limit);

        await lose(relay);

        await cancelled.FirstAsync<string>(cancel: Limit);
        (await Should.ThrowAsync<MessageDeliveryException>(call)).InDoubt.ShouldBeTrue();
    }

    /// <summary>Returns an endpoint whose method ends when it is cancelled, except for the data <c>answer</c>.</summary>
    /// <param name="cancelled">Gets the data of the calls that were cancelled.</param>
    private static TestEndpoint UntilCancelled(out EventLog<string> cancelled)
    {
        var ended = cancelled = new EventLog<string>();
        return new TestEndpoint(async (invocation, data) =>
        {
            if (data == "answer")
            {
                return data;
            }

            var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = invocation.Cancellation.Register(fired.SetResult);
            await fired.Task;
            ended.Add(data);
            throw new OperationCanceledException(invocation.Cancellation);
        });
    }
}
