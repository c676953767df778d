namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>oslo.messaging 16.1.0.</summary>
public sealed class Oslo16 : IOsloRelease
{
    public static OsloRelease Release => OsloRelease.Trixie;
}
