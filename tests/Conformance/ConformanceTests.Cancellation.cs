namespace Amqp1.Conformance.Tests;

public abstract partial class ConformanceTests
{
    private const string DoesNotCarryCancellations = "Cancellations are not sent over RabbitMQ.";

    [Theory]
    [Trait("Conformance", "76")]
    [InlineData(null)]
    [InlineData("outer")]
    public async Task A_call_that_is_cancelled_cancels_its_method_and_what_that_called(string? server)
    {
        Assert.SkipUnless(_fixture.Intermediary.UsesAmqp1Format, DoesNotCarryCancellations);
        var here = await ConnectAsync();
        var there = await ConnectAsync();
        var inner = UntilCancelled(out var innerCancelled);
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
        await innerCancelled.WaitAsync(Limit);

        // The servers go on.
        using var second = CancellationTokenSource.CreateLinkedTokenSource(Limit);
        var next = here.Client(Topic + "-inner").CallAsync<string>("echo", Echo("answer"), second.Token);
        (await next).ShouldBe("answer");
    }

    [Fact]
    [Trait("Conformance", "76")]
    public async Task Calls_that_are_cancelled_while_their_replies_come_end_once_and_leave_nothing()
    {
        Assert.SkipUnless(_fixture.Intermediary.UsesAmqp1Format, DoesNotCarryCancellations);
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

        for (var round = 0; round < 20; round++)
        {
            var spins = round * 50;
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

        (replies + cancelled).ShouldBe(20 * 64);
        (await client.CallAsync<string>("echo", Echo("last"), Limit)).ShouldBe("last");
        await server.StopAsync(Limit);
        server.Running.ShouldBe(0);
    }

    /// <summary>Returns an endpoint whose method ends when it is cancelled, except for the data <c>answer</c>.</summary>
    private static TestEndpoint UntilCancelled(out Task cancelled)
    {
        var fired = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        cancelled = fired.Task;
        return new TestEndpoint(async (invocation, data) =>
        {
            if (data == "answer")
            {
                return data;
            }

            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = invocation.Cancellation.Register(() => ended.SetResult());
            await ended.Task;
            fired.SetResult();
            throw new OperationCanceledException(invocation.Cancellation);
        });
    }
}
