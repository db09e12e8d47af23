namespace Pipeline.Local.Simulation.Scenario;

/// <summary>Somebody who works here: one home, one computer, one phone.</summary>
internal sealed class Person
{
    public required int Index { get; init; }
    public required string Id { get; init; }
    public required string Login { get; init; }
    public required string DisplayName { get; init; }
    public required SignInEngine Engine { get; init; }

    /// <summary>The <c>actor</c> object.</summary>
    public required ReadOnlyMemory<byte> Actor { get; init; }

    /// <summary>The browser at home.</summary>
    public required Origin Home { get; init; }

    /// <summary>The same browser in the office of the same town: nobody travels.</summary>
    public required Origin Office { get; init; }

    /// <summary>The phone that answers pushes.</summary>
    public required Origin Phone { get; init; }

    /// <summary>dtHash: the device token of the browser.</summary>
    public required string DeviceToken { get; init; }

    /// <summary>What the phone is to push: <c>SmartPhone_IPhone</c> and the like.</summary>
    public required string PhoneCategory { get; init; }

    public required string PhonePlatform { get; init; }

    public Target AsTarget() => new(Id, "User", Login, DisplayName);
}
