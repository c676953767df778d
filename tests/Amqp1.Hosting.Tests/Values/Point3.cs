#pragma warning disable CA1051 // Fields are what this type is for.
namespace Amqp1.Hosting.Tests.Values;

/// <summary>A structure with fields.</summary>
public struct Point3
{
    public int X;
    public int Y;
}
