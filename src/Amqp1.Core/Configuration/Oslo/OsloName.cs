namespace Amqp1.Configuration.Oslo;

/// <summary>The group and the name of an option in oslo.config.</summary>
internal readonly record struct OsloName(string Group, string Name)
{
    public override string ToString() => $"[{Group}] {Name}";
}
