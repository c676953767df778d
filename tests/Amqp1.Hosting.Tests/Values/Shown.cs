using System.Diagnostics.CodeAnalysis;

namespace Amqp1.Hosting.Tests.Values;

/// <summary>A base class with a method that <see cref="Hiding"/> hides.</summary>
[SuppressMessage("Design", "CA1822", Justification = "Endpoint methods belong to an object.")]
public class Shown
{
    public string Get(int id) => $"Shown.Get({id})";
}
