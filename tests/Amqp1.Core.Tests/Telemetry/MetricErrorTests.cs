using Amqp1.Diagnostics;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Diagnostics;

/// <summary>Tests that peers cannot fill the labels of metrics with class names of their own. Spans keep these names.</summary>
public sealed class MetricErrorTests
{
    [Theory]
    [InlineData("builtins", "ValueError", "ValueError")]
    [InlineData("exceptions", "KeyError", "KeyError")]
    [InlineData("oslo_messaging.rpc.dispatcher", "NoSuchMethod", "NoSuchMethod")]
    [InlineData("oslo_messaging.rpc.dispatcher", "UnsupportedVersion", "UnsupportedVersion")]
    [InlineData("theirs", "NoSuchMethod", "_OTHER")]
    [InlineData("theirs", "ValueError", "_OTHER")]
    [InlineData("builtins", "Made4711", "_OTHER")]
    public void An_unmapped_class_counts_only_when_it_is_one_of_few(string module, string errorClass, string expected)
    {
        var failure = Error(module, errorClass);

        TelemetryValues.MetricErrorOf(failure).ShouldBe(expected);
        TelemetryValues.MetricErrorOf(new InvalidOperationException("wrapped", failure)).ShouldBe(expected);
        TelemetryValues.ErrorOf(failure).ShouldBe(errorClass);
    }

    [Fact]
    public void A_registered_class_counts_under_its_name()
    {
        var registry = RemoteExceptionRegistry.Default.With("nova.exception", "FlavorNotFound", error => new KeyNotFoundException(error.RemoteMessage, error));

        TelemetryValues.MetricErrorOf(registry.Create(Error("nova.exception", "FlavorNotFound"))).ShouldBe("FlavorNotFound");
        TelemetryValues.MetricErrorOf(registry.Create(Error("nova.exception", "Another"))).ShouldBe("_OTHER");
    }

    [Theory]
    [InlineData("amqp:resource-limit-exceeded", "amqp:resource-limit-exceeded")]
    [InlineData("qd:no-route-4711", "_OTHER")]
    [InlineData("amqp:made-up-4711", "_OTHER")]
    public void A_condition_counts_under_its_name_when_the_standard_has_such(string condition, string expected)
    {
        var failure = new MessageDeliveryException("refused", condition);

        TelemetryValues.MetricErrorOf(failure).ShouldBe(expected);
        TelemetryValues.ErrorOf(failure).ShouldBe(condition);
    }

    [Fact]
    public void What_is_not_remote_is_said_as_in_spans()
    {
        TelemetryValues.MetricErrorOf(new OperationCanceledException()).ShouldBe("cancelled");
        TelemetryValues.MetricErrorOf(new ArgumentException("x")).ShouldBe(typeof(ArgumentException).FullName);
    }

    private static RemoteErrorException Error(string module, string errorClass) => new(module, errorClass, "message");
}
