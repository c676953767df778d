namespace Amqp1.Hosting.Internal;

/// <summary>The links of what serves on a backend.</summary>
/// <param name="Attached">How many are attached now.</param>
/// <param name="Needed">How many there should be, also before anything listens.</param>
/// <param name="HaveListened">Whether all servers and listeners had all of theirs at some time; true without any.</param>
internal readonly record struct ServerLinks(int Attached, int Needed, bool HaveListened)
{
    public static ServerLinks None { get; } = new(0, 0, HaveListened: true);

    public static ServerLinks operator +(ServerLinks left, ServerLinks right) =>
        new(left.Attached + right.Attached, left.Needed + right.Needed, left.HaveListened && right.HaveListened);
}
