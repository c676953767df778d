namespace Amqp1.Interop.Tests.Harness.Rabbit;

/// <summary>Names a release of oslo.messaging as a type, for generic fixtures.</summary>
public interface IOsloRelease
{
    static abstract OsloRelease Release { get; }
}
