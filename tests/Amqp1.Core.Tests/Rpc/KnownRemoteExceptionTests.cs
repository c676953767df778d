using Amqp1.Diagnostics;
using Amqp1.Rpc;

namespace Amqp1.Core.Tests.Rpc;

/// <summary>
/// Tests which classes of remote exceptions may become values of telemetry. Classes that any peer could make up must not, because their number
/// is not limited.
/// </summary>
public sealed class KnownRemoteExceptionTests
{
    [Theory]
    [InlineData("builtins", "ValueError", true)]
    [InlineData("exceptions", "ValueError", true)]
    [InlineData("builtins", "MemoryError", true)]
    [InlineData("builtins", "MadeUp", false)]
    [InlineData(null, "ValueError", false)]
    [InlineData(null, "", false)]
    [InlineData("nova.exception", "ValueError", false)]
    [InlineData("oslo_messaging.rpc.dispatcher", "NoSuchMethod", true)]
    [InlineData("oslo_messaging.rpc.dispatcher", "UnsupportedVersion", true)]
    [InlineData("oslo_messaging.rpc.dispatcher", "MadeUp", false)]
    [InlineData("other", "NoSuchMethod", false)]
    [InlineData(null, "UnsupportedVersion", false)]
    public void Only_classes_of_a_limited_set_are_known(string? module, string errorClass, bool isKnown)
    {
        var remote = new RemoteErrorException(module, errorClass, "text");

        ((IErrorType)remote).IsOfLimitedSet(remote).ShouldBe(isKnown);
    }

    [Fact]
    public void A_registered_class_is_known_where_its_exception_was_created()
    {
        var remote = new RemoteErrorException("nova.exception", "NotFound", "text");
        var created = RemoteExceptionRegistry.None.With("nova.exception", "NotFound", _ => new KeyNotFoundException()).Create(remote);

        ((IErrorType)remote).IsOfLimitedSet(created).ShouldBeTrue();
        ((IErrorType)remote).IsOfLimitedSet(new KeyNotFoundException()).ShouldBeFalse();
    }
}
