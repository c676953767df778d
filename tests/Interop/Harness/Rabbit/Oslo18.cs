namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>oslo.messaging 18.3.0.</summary>
public sealed class Oslo18 : IOsloRelease
{
    public static OsloRelease Release => OsloRelease.Newest;
}
