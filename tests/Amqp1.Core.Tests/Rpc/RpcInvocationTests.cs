using System.Text.Json.Serialization.Metadata;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>Tests how the result of a method becomes the result of its call.</summary>
public sealed class RpcInvocationTests
{
    private static readonly JsonTypeInfo<string> Json = (JsonTypeInfo<string>)MessagingJson.Default.GetTypeInfo(typeof(string));

    [Fact]
    public void A_method_without_a_result_has_the_result_null() => ResultOf(Invocations.Of()).ShouldBe("null");

    [Fact]
    public void The_last_result_counts()
    {
        var invocation = Invocations.Of();

        invocation.SetResult("first");
        invocation.SetResult(new { DiskSize = 7 });

        ResultOf(invocation).ShouldBe("""{"disk_size":7}""");
    }

    [Fact]
    public async Task Results_of_tasks_are_awaited()
    {
        var (ofTask, ofValueTask) = (Invocations.Of(), Invocations.Of());
        var result = new TaskCompletionSource<string>();
        var first = ofTask.SetResultAsync(result.Task, Json);
        var second = ofValueTask.SetResultAsync(new ValueTask<string>(result.Task), Json);

        ResultOf(ofTask).ShouldBe("null");
        result.SetResult("x");
        await first;
        await second;

        ResultOf(ofTask).ShouldBe("\"x\"");
        ResultOf(ofValueTask).ShouldBe("\"x\"");
    }

    [Fact]
    public void The_result_of_a_cast_is_not_even_serialized()
    {
        var invocation = Invocations.Of(expectsReply: false);

        Should.NotThrow(() => invocation.SetResult(new Unserializable()));
        ResultOf(invocation).ShouldBe("null");
        Should.Throw<InvalidOperationException>(() => Invocations.Of().SetResult(new Unserializable())).Message.ShouldBe("read");
    }

    private static string ResultOf(RpcInvocation invocation) => Wire.WireBytes.Text(invocation.Result);

    private sealed class Unserializable
    {
        private readonly string _reason = "read";

        public int Value
        {
            get => throw new InvalidOperationException(_reason);
            set => throw new InvalidOperationException($"{_reason} {value}");
        }
    }
}
