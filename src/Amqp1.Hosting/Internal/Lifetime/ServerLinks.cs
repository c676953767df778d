namespace Amqp1.Hosting.Internal;

/// <summary>The links of the servers and listeners of a backend.</summary>
/// <param name="Attached">The number of attached links.</param>
/// <param name="Needed">The number of required links, also before the servers listen.</param>
/// <param name="HaveListened">Whether each server and listener has had all its links at some time; true if there are none.</param>
internal readonly record struct ServerLinks(int Attached, int Needed, bool HaveListened)
{
    public static ServerLinks None { get; } = new(0, 0, HaveListened: true);

    public static ServerLinks operator +(ServerLinks left, ServerLinks right) =>
        new(left.Attached + right.Attached, left.Needed + right.Needed, left.HaveListened && right.HaveListened);
}
