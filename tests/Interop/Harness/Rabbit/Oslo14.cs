namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>oslo.messaging 14.0.3, which is installed on this machine.</summary>
public sealed class Oslo14 : IOsloRelease
{
    public static OsloRelease Release => OsloRelease.Machine;
}
