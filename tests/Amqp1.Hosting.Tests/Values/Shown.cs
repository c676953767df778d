namespace Amqp1.Hosting.Tests.Values;

/// <summary>A base class with a method that <see cref="Hiding"/> hides.</summary>
public class Shown
{
    public string Get(int id) => $"Shown.Get({id})";
}
