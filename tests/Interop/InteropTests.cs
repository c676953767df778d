using Amqp1.Interop.Tests.Harness;

namespace Amqp1.Interop.Tests;

/// <summary>
/// The tests of the roles, and tests of what passes between .NET and Python peers: values, errors, versions, malformed messages, traces and
/// the features that are built on notifications. Each part of this class holds the tests of one subject, and each subclass names an
/// intermediary.
/// </summary>
public abstract partial class InteropTests : RoleTests
{
    private const string NotAmqp1Format = "The raw peer writes messages of oslo's AMQP 1.0 driver only.";

    private protected InteropTests(InteropFixture fixture)
        : base(fixture)
    {
    }
}
